-- Who approved the decision at the desk, where somebody was asked; of travellers who crossed together
-- the record of the first one's crossing, which names none; and what a child is to that one.
ALTER TABLE crossings ADD COLUMN approved_by TEXT COLLATE "C";
ALTER TABLE crossings ADD COLUMN group_record TEXT COLLATE "C";
ALTER TABLE crossings ADD COLUMN relationship TEXT COLLATE "C";
CREATE INDEX crossings_by_group ON crossings (group_record) WHERE group_record IS NOT NULL;

-- What was projected before does not say it, so it is made anew from the journals, and with it what
-- the projection puts aside and decides about.
TRUNCATE persons, pseudonyms, crossings, voids, decisions, cases, incarnations,
  incarnation_steps, watermark_steps, closures, position, paper_periods, policies_in_force,
  notes, incidents, publication, descriptions, candidate_keys, person_links, identity_decisions,
  judged_pairs;
DELETE FROM quarantine WHERE cause IN (3, 4);
UPDATE quarantine SET resolved_at = NULL, resolution = '', adopted = 0,
  seen_at = CASE WHEN arrival IS NULL THEN seen_at END;
