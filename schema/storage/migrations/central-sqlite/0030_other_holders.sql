DROP TABLE incidents;
-- Hits, refusals and referrals beside the crossing that they name; and what somebody looks into:
-- hits that were left ("hit_left"), crossings that came after their station had declared itself
-- complete ("behind_watermark"), decisions that were dated back behind a flag
-- ("decision_dated_back"), and crossings beside one before at which somebody else showed the same
-- document ("other_holder"). One record may be of several kinds.
CREATE TABLE incidents (
  record   TEXT NOT NULL,
  kind     TEXT NOT NULL,
  crossing TEXT NOT NULL,
  at       INTEGER NOT NULL,
  known_at INTEGER NOT NULL,
  PRIMARY KEY (record, kind)
) STRICT, WITHOUT ROWID;
CREATE INDEX incidents_by_crossing ON incidents (crossing);
CREATE INDEX incidents_by_kind ON incidents (kind, known_at);

-- What was projected before does not say it, so it is made anew from the journals, and with it what
-- the projection puts aside and decides about.
DELETE FROM persons;
DELETE FROM pseudonyms;
DELETE FROM crossings;
DELETE FROM voids;
DELETE FROM decisions;
DELETE FROM cases;
DELETE FROM incarnations;
DELETE FROM incarnation_steps;
DELETE FROM watermark_steps;
DELETE FROM closures;
DELETE FROM position;
DELETE FROM paper_periods;
DELETE FROM policies_in_force;
DELETE FROM notes;
DELETE FROM incidents;
DELETE FROM publication;
DELETE FROM descriptions;
DELETE FROM candidate_keys;
DELETE FROM person_links;
DELETE FROM identity_decisions;
DELETE FROM judged_pairs;
DELETE FROM quarantine WHERE cause IN (3, 4);
UPDATE quarantine SET resolved_at = NULL, resolution = '', adopted = 0,
  seen_at = CASE WHEN arrival IS NULL THEN seen_at END;
