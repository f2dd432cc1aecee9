-- Records as tables. Everything here can be dropped and made again from the journals.
-- Instants are milliseconds since 1970-01-01T00:00:00Z, days are days since 1970-01-01.

CREATE TABLE position (
  one      INTEGER PRIMARY KEY CHECK (one = 1),
  arrival  INTEGER NOT NULL,
  known_at INTEGER NOT NULL
) STRICT;

CREATE TABLE persons (
  person          TEXT PRIMARY KEY,
  surname         TEXT NOT NULL,
  given_names     TEXT NOT NULL,
  surname_key     TEXT NOT NULL,
  birth           TEXT NOT NULL,
  sex             TEXT NOT NULL,
  nationality     TEXT NOT NULL,
  document_issuer TEXT NOT NULL,
  document_number TEXT NOT NULL,
  document_key    TEXT NOT NULL
) STRICT, WITHOUT ROWID;
CREATE INDEX persons_by_surname ON persons (surname_key);

-- Each key of a traveller is a pseudonym; `person` is the one that it goes by.
CREATE TABLE pseudonyms (
  pseudonym TEXT PRIMARY KEY,
  person    TEXT NOT NULL
) STRICT, WITHOUT ROWID;
CREATE INDEX pseudonyms_by_person ON pseudonyms (person);

CREATE TABLE crossings (
  record          TEXT PRIMARY KEY,
  person          TEXT NOT NULL,
  movement        INTEGER NOT NULL,
  direction       INTEGER NOT NULL,
  decision        INTEGER NOT NULL,
  at              INTEGER NOT NULL,
  day             INTEGER NOT NULL,
  post            TEXT NOT NULL,
  officer         TEXT NOT NULL,
  document_code   TEXT NOT NULL,
  document_issuer TEXT NOT NULL,
  document_number TEXT NOT NULL,
  document_key    TEXT NOT NULL,
  document_expiry TEXT,
  surname         TEXT NOT NULL,
  surname_key     TEXT NOT NULL,
  given_names     TEXT NOT NULL,
  birth           TEXT NOT NULL,
  sex             TEXT NOT NULL,
  nationality     TEXT NOT NULL,
  purpose         TEXT NOT NULL,
  transport       TEXT NOT NULL,
  admission_class TEXT NOT NULL,
  granted_days    INTEGER,
  granted_until   INTEGER,
  evidence        INTEGER NOT NULL,
  fallback        INTEGER NOT NULL,
  origin          TEXT NOT NULL,
  known_at        INTEGER NOT NULL
) STRICT, WITHOUT ROWID;
CREATE INDEX crossings_by_person ON crossings (person, at);
CREATE INDEX crossings_by_document ON crossings (document_key);

-- `person` is empty until the record that is meant is known.
CREATE TABLE voids (
  statement TEXT PRIMARY KEY,
  of        TEXT NOT NULL,
  person    TEXT NOT NULL,
  known_at  INTEGER NOT NULL
) STRICT, WITHOUT ROWID;
CREATE INDEX voids_by_person ON voids (person);
CREATE INDEX voids_by_of ON voids (of);

CREATE TABLE decisions (
  record          TEXT PRIMARY KEY,
  person          TEXT NOT NULL,
  entry           TEXT NOT NULL,
  kind            INTEGER NOT NULL,
  at              INTEGER NOT NULL,
  day             INTEGER NOT NULL,
  days            INTEGER,
  until           INTEGER,
  admission_class TEXT NOT NULL,
  authority       TEXT NOT NULL,
  officer         TEXT NOT NULL,
  reason          TEXT NOT NULL,
  known_at        INTEGER NOT NULL
) STRICT, WITHOUT ROWID;
CREATE INDEX decisions_by_person ON decisions (person);
CREATE INDEX decisions_by_entry ON decisions (entry);

-- One row a version of a flag's case: what the records made of it between two changes of
-- knowledge. States are computed from due_at, raise_at, the hour and the watermark.
CREATE TABLE cases (
  number           INTEGER PRIMARY KEY,
  person           TEXT NOT NULL,
  family           INTEGER NOT NULL,
  subject          TEXT NOT NULL,
  kind             INTEGER NOT NULL,
  post             TEXT NOT NULL,
  at               INTEGER NOT NULL,
  due_at           INTEGER NOT NULL,
  raise_at         INTEGER NOT NULL,
  met              INTEGER NOT NULL,
  authorised_until INTEGER,
  days_over        INTEGER NOT NULL,
  rule             TEXT NOT NULL,
  policy_version   TEXT NOT NULL,
  known_from       INTEGER NOT NULL,
  known_to         INTEGER,
  cause            TEXT NOT NULL,
  cleared_reason   TEXT NOT NULL,
  cleared_by       TEXT NOT NULL
) STRICT;
CREATE UNIQUE INDEX cases_standing ON cases (family, subject) WHERE known_to IS NULL;
CREATE INDEX cases_by_person ON cases (person, family, subject, known_from);
CREATE INDEX cases_due ON cases (due_at) WHERE known_to IS NULL;
CREATE INDEX cases_cleared ON cases (known_to) WHERE cleared_reason <> '';

CREATE TABLE incarnations (
  station     TEXT NOT NULL,
  incarnation INTEGER NOT NULL,
  known_at    INTEGER NOT NULL,
  PRIMARY KEY (station, incarnation)
) STRICT, WITHOUT ROWID;

CREATE TABLE incarnation_steps (
  station        TEXT NOT NULL,
  incarnation    INTEGER NOT NULL,
  known_from     INTEGER NOT NULL,
  complete_until INTEGER NOT NULL,
  PRIMARY KEY (station, incarnation, known_from)
) STRICT, WITHOUT ROWID;

-- sees: 1 entries, 2 exits. The lowest over the posts that see that direction.
CREATE TABLE watermark_steps (
  sees           INTEGER NOT NULL,
  known_from     INTEGER NOT NULL,
  complete_until INTEGER,
  PRIMARY KEY (sees, known_from)
) STRICT, WITHOUT ROWID;

CREATE TABLE closures (
  record   TEXT PRIMARY KEY,
  target   TEXT NOT NULL,
  at       INTEGER NOT NULL,
  why      TEXT NOT NULL,
  officer  TEXT NOT NULL,
  known_at INTEGER NOT NULL
) STRICT, WITHOUT ROWID;
CREATE INDEX closures_by_target ON closures (target);

CREATE TABLE paper_periods (
  record   TEXT PRIMARY KEY,
  post     TEXT NOT NULL,
  opens    INTEGER NOT NULL,
  start_at INTEGER NOT NULL,
  end_at   INTEGER,
  known_at INTEGER NOT NULL
) STRICT, WITHOUT ROWID;
CREATE INDEX paper_periods_by_post ON paper_periods (post, known_at);

CREATE TABLE policies_in_force (
  known_at INTEGER PRIMARY KEY,
  version  INTEGER NOT NULL
) STRICT;

CREATE TABLE notes (
  number  INTEGER PRIMARY KEY,
  record  TEXT NOT NULL UNIQUE,
  at      INTEGER NOT NULL,
  officer TEXT NOT NULL,
  action  TEXT NOT NULL,
  subject TEXT NOT NULL,
  reason  TEXT NOT NULL
) STRICT;

-- Hits, refusals and referrals beside the crossing that they name, and crossings that came after
-- their station had declared itself complete ("behind_watermark").
CREATE TABLE incidents (
  record   TEXT PRIMARY KEY,
  kind     TEXT NOT NULL,
  crossing TEXT NOT NULL,
  at       INTEGER NOT NULL
) STRICT, WITHOUT ROWID;
CREATE INDEX incidents_by_crossing ON incidents (crossing);
