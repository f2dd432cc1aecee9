-- 1: due before the first post went live, when nobody recorded who left: not raised by any watermark.
ALTER TABLE cases ADD COLUMN before_records BIGINT NOT NULL DEFAULT 0;
DROP INDEX IF EXISTS cases_raised;
DELETE FROM indexes_put_off WHERE name = 'cases_raised';
CREATE INDEX cases_raised ON cases (raise_at, kind, met, ends_at)
  WHERE known_to IS NULL AND review = '' AND before_records = 0
    AND (met = 1 OR probably_left IS NULL OR probably_left >= raise_at);
-- What was raised before waited for exits alone, and was taken back by entries after its moment, so it
-- is made anew from the journals, and with it what the projection puts aside and decides about.
TRUNCATE persons, pseudonyms, crossings, voids, decisions, cases, incarnations,
  incarnation_steps, watermark_steps, closures, position, paper_periods, policies_in_force,
  notes, incidents, publication, descriptions, candidate_keys, person_links, identity_decisions,
  judged_pairs;
DELETE FROM quarantine WHERE cause IN (3, 4);
UPDATE quarantine SET resolved_at = NULL, resolution = '', adopted = 0,
  seen_at = CASE WHEN arrival IS NULL THEN seen_at END;
