DROP TABLE incidents;
-- Hits, refusals and referrals beside the crossing that they name; and what somebody looks into:
-- hits that were left ("hit_left"), crossings that came after their station had declared itself
-- complete ("behind_watermark"), decisions that were dated back behind a flag
-- ("decision_dated_back"), and crossings beside one before at which somebody else showed the same
-- document ("other_holder"). One record may be of several kinds.
CREATE TABLE incidents (
  record   TEXT COLLATE "C" NOT NULL,
  kind     TEXT COLLATE "C" NOT NULL,
  crossing TEXT COLLATE "C" NOT NULL,
  at       BIGINT NOT NULL,
  known_at BIGINT NOT NULL,
  PRIMARY KEY (record, kind)
);
CREATE INDEX incidents_by_crossing ON incidents (crossing);
CREATE INDEX incidents_by_kind ON incidents (kind, known_at);

-- What was projected before does not say it, so it is made anew from the journals, and with it what
-- the projection puts aside and decides about.
TRUNCATE persons, pseudonyms, crossings, voids, decisions, cases, incarnations,
  incarnation_steps, watermark_steps, closures, position, paper_periods, policies_in_force,
  notes, incidents, publication, descriptions, candidate_keys, person_links, identity_decisions,
  judged_pairs;
DELETE FROM quarantine WHERE cause IN (3, 4);
UPDATE quarantine SET resolved_at = NULL, resolution = '', adopted = 0,
  seen_at = CASE WHEN arrival IS NULL THEN seen_at END;
