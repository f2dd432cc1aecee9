-- Who took a record back or corrected it, and why.
ALTER TABLE voids ADD COLUMN officer TEXT;
ALTER TABLE voids ADD COLUMN reason TEXT;

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
