-- A policy pack that is being applied to everybody, some persons a transaction: up to whom it is
-- done. While the row is here, reports answer as known before it.
CREATE TABLE publication (
  one        INTEGER PRIMARY KEY CHECK (one = 1),
  record     TEXT NOT NULL,
  known_at   INTEGER NOT NULL,
  done_until TEXT NOT NULL
) STRICT;

-- The pseudonyms of a crossing's own keys, separated by spaces, and the one that a decision named:
-- who was one person as known at a moment is computed from them.
ALTER TABLE crossings ADD COLUMN keys TEXT NOT NULL DEFAULT '';
ALTER TABLE decisions ADD COLUMN named TEXT NOT NULL DEFAULT '';

-- What was projected before has no keys, so it is made anew from the journals.
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
DELETE FROM paper_periods;
DELETE FROM policies_in_force;
DELETE FROM notes;
DELETE FROM incidents;
DELETE FROM position;
