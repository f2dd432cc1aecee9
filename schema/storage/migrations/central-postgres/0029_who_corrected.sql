-- Who took a record back or corrected it, and why.
ALTER TABLE voids ADD COLUMN officer TEXT COLLATE "C";
ALTER TABLE voids ADD COLUMN reason TEXT COLLATE "C";

-- What was projected before does not say it, so it is made anew from the journals, and with it what
-- the projection puts aside and decides about.
TRUNCATE persons, pseudonyms, crossings, voids, decisions, cases, incarnations,
  incarnation_steps, watermark_steps, closures, position, paper_periods, policies_in_force,
  notes, incidents, publication, descriptions, candidate_keys, person_links, identity_decisions,
  judged_pairs;
DELETE FROM quarantine WHERE cause IN (3, 4);
UPDATE quarantine SET resolved_at = NULL, resolution = '', adopted = 0,
  seen_at = CASE WHEN arrival IS NULL THEN seen_at END;
