-- What documents say of who somebody is, by the pseudonym of the key that said it.
CREATE TABLE descriptions (
  number      INTEGER PRIMARY KEY,
  pseudonym   TEXT NOT NULL,
  name        TEXT NOT NULL,  -- normalised: GARCIA LOPEZ<<ANA MARIA
  birth       TEXT NOT NULL,
  nationality TEXT NOT NULL,
  UNIQUE (pseudonym, name, birth, nationality)
) STRICT;

-- Under which numbers a description is found by those that may be the same person. A key that has
-- more than 64 bearers tells nothing, and gets no more rows.
CREATE TABLE candidate_keys (
  key         INTEGER NOT NULL,
  description INTEGER NOT NULL,
  PRIMARY KEY (key, description)
) STRICT, WITHOUT ROWID;

-- What likeness says of two pseudonyms, one < other, from one moment of knowledge to the next.
-- grade: 1 linked, 2 in review. score: millionths.
CREATE TABLE person_links (
  number     INTEGER PRIMARY KEY,
  one        TEXT NOT NULL,
  other      TEXT NOT NULL,
  grade      INTEGER NOT NULL,
  score      INTEGER NOT NULL,
  reasons    TEXT NOT NULL,
  known_from INTEGER NOT NULL,
  known_to   INTEGER,
  cause      TEXT NOT NULL
) STRICT;
CREATE UNIQUE INDEX person_links_standing ON person_links (one, other) WHERE known_to IS NULL;
CREATE INDEX person_links_by_one ON person_links (one);
CREATE INDEX person_links_by_other ON person_links (other);
CREATE INDEX person_links_in_review ON person_links (known_from) WHERE grade = 2 AND known_to IS NULL;

-- What persons decided of two pseudonyms, one < other. kind: 1 link, 2 separate.
CREATE TABLE identity_decisions (
  record   TEXT PRIMARY KEY,
  kind     INTEGER NOT NULL,
  one      TEXT NOT NULL,
  other    TEXT NOT NULL,
  at       INTEGER NOT NULL,
  officer  TEXT NOT NULL,
  reason   TEXT NOT NULL,
  known_at INTEGER NOT NULL
) STRICT, WITHOUT ROWID;
CREATE INDEX identity_decisions_by_one ON identity_decisions (one);
CREATE INDEX identity_decisions_by_other ON identity_decisions (other);

-- The review that holds the flag, "P-…~P-…", or empty.
ALTER TABLE cases ADD COLUMN review TEXT NOT NULL DEFAULT '';
CREATE INDEX cases_in_review ON cases (review) WHERE known_to IS NULL AND review <> '';

-- What was projected before has no descriptions, so it is made anew from the journals.
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
DELETE FROM publication;
DELETE FROM position;
