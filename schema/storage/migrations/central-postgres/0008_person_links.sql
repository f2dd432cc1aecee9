-- As central-sqlite's, in PostgreSQL's words.
-- What documents say of who somebody is, by the pseudonym of the key that said it.
CREATE TABLE descriptions (
  number      BIGINT PRIMARY KEY,
  pseudonym   TEXT COLLATE "C" NOT NULL,
  name        TEXT COLLATE "C" NOT NULL,  -- normalised: GARCIA LOPEZ<<ANA MARIA
  birth       TEXT COLLATE "C" NOT NULL,
  nationality TEXT COLLATE "C" NOT NULL,
  UNIQUE (pseudonym, name, birth, nationality)
);

-- Under which numbers a description is found by those that may be the same person. A key that has
-- more than 64 bearers tells nothing, and gets no more rows.
CREATE TABLE candidate_keys (
  key         BIGINT NOT NULL,
  description BIGINT NOT NULL,
  PRIMARY KEY (key, description)
);

-- What likeness says of two pseudonyms, one < other, from one moment of knowledge to the next.
-- grade: 1 linked, 2 in review. score: millionths.
CREATE TABLE person_links (
  number     BIGINT PRIMARY KEY,
  one        TEXT COLLATE "C" NOT NULL,
  other      TEXT COLLATE "C" NOT NULL,
  grade      BIGINT NOT NULL,
  score      BIGINT NOT NULL,
  reasons    TEXT COLLATE "C" NOT NULL,
  known_from BIGINT NOT NULL,
  known_to   BIGINT,
  cause      TEXT COLLATE "C" NOT NULL
);
CREATE UNIQUE INDEX person_links_standing ON person_links (one, other) WHERE known_to IS NULL;
CREATE INDEX person_links_by_one ON person_links (one);
CREATE INDEX person_links_by_other ON person_links (other);
CREATE INDEX person_links_in_review ON person_links (known_from) WHERE grade = 2 AND known_to IS NULL;

-- What persons decided of two pseudonyms, one < other. kind: 1 link, 2 separate.
CREATE TABLE identity_decisions (
  record   TEXT COLLATE "C" PRIMARY KEY,
  kind     BIGINT NOT NULL,
  one      TEXT COLLATE "C" NOT NULL,
  other    TEXT COLLATE "C" NOT NULL,
  at       BIGINT NOT NULL,
  officer  TEXT COLLATE "C" NOT NULL,
  reason   TEXT COLLATE "C" NOT NULL,
  known_at BIGINT NOT NULL
);
CREATE INDEX identity_decisions_by_one ON identity_decisions (one);
CREATE INDEX identity_decisions_by_other ON identity_decisions (other);

-- The review that holds the flag, "P-…~P-…", or empty.
ALTER TABLE cases ADD COLUMN review TEXT COLLATE "C" NOT NULL DEFAULT '';
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
