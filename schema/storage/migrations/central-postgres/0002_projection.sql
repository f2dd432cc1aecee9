-- Records as tables. Everything here can be dropped and made again from the journals.
-- Instants are milliseconds since 1970-01-01T00:00:00Z, days are days since 1970-01-01.

CREATE TABLE position (
  one      BIGINT PRIMARY KEY CHECK (one = 1),
  arrival  BIGINT NOT NULL,
  known_at BIGINT NOT NULL
);

CREATE TABLE persons (
  person          TEXT COLLATE "C" PRIMARY KEY,
  surname         TEXT COLLATE "C" NOT NULL,
  given_names     TEXT COLLATE "C" NOT NULL,
  surname_key     TEXT COLLATE "C" NOT NULL,
  birth           TEXT COLLATE "C" NOT NULL,
  sex             TEXT COLLATE "C" NOT NULL,
  nationality     TEXT COLLATE "C" NOT NULL,
  document_issuer TEXT COLLATE "C" NOT NULL,
  document_number TEXT COLLATE "C" NOT NULL,
  document_key    TEXT COLLATE "C" NOT NULL
);
CREATE INDEX persons_by_surname ON persons (surname_key);

-- Each key of a traveller is a pseudonym; `person` is the one that it goes by.
CREATE TABLE pseudonyms (
  pseudonym TEXT COLLATE "C" PRIMARY KEY,
  person    TEXT COLLATE "C" NOT NULL
);
CREATE INDEX pseudonyms_by_person ON pseudonyms (person);

CREATE TABLE crossings (
  record          TEXT COLLATE "C" PRIMARY KEY,
  person          TEXT COLLATE "C" NOT NULL,
  movement        BIGINT NOT NULL,
  direction       BIGINT NOT NULL,
  decision        BIGINT NOT NULL,
  at              BIGINT NOT NULL,
  day             BIGINT NOT NULL,
  post            TEXT COLLATE "C" NOT NULL,
  officer         TEXT COLLATE "C" NOT NULL,
  document_code   TEXT COLLATE "C" NOT NULL,
  document_issuer TEXT COLLATE "C" NOT NULL,
  document_number TEXT COLLATE "C" NOT NULL,
  document_key    TEXT COLLATE "C" NOT NULL,
  document_expiry TEXT COLLATE "C",
  surname         TEXT COLLATE "C" NOT NULL,
  surname_key     TEXT COLLATE "C" NOT NULL,
  given_names     TEXT COLLATE "C" NOT NULL,
  birth           TEXT COLLATE "C" NOT NULL,
  sex             TEXT COLLATE "C" NOT NULL,
  nationality     TEXT COLLATE "C" NOT NULL,
  purpose         TEXT COLLATE "C" NOT NULL,
  transport       TEXT COLLATE "C" NOT NULL,
  admission_class TEXT COLLATE "C" NOT NULL,
  granted_days    BIGINT,
  granted_until   BIGINT,
  evidence        BIGINT NOT NULL,
  fallback        BIGINT NOT NULL,
  origin          TEXT COLLATE "C" NOT NULL,
  known_at        BIGINT NOT NULL,
  -- The pseudonyms of its own keys, separated by spaces.
  keys            TEXT COLLATE "C" NOT NULL
);
CREATE INDEX crossings_by_person ON crossings (person, at);
CREATE INDEX crossings_by_document ON crossings (document_key);

-- `person` is empty until the record that is meant is known.
CREATE TABLE voids (
  statement TEXT COLLATE "C" PRIMARY KEY,
  of        TEXT COLLATE "C" NOT NULL,
  person    TEXT COLLATE "C" NOT NULL,
  known_at  BIGINT NOT NULL
);
CREATE INDEX voids_by_person ON voids (person);
CREATE INDEX voids_by_of ON voids (of);

CREATE TABLE decisions (
  record          TEXT COLLATE "C" PRIMARY KEY,
  person          TEXT COLLATE "C" NOT NULL,
  entry           TEXT COLLATE "C" NOT NULL,
  kind            BIGINT NOT NULL,
  at              BIGINT NOT NULL,
  day             BIGINT NOT NULL,
  days            BIGINT,
  until           BIGINT,
  admission_class TEXT COLLATE "C" NOT NULL,
  authority       TEXT COLLATE "C" NOT NULL,
  officer         TEXT COLLATE "C" NOT NULL,
  reason          TEXT COLLATE "C" NOT NULL,
  known_at        BIGINT NOT NULL,
  named           TEXT COLLATE "C" NOT NULL  -- a pseudonym, or empty
);
CREATE INDEX decisions_by_person ON decisions (person);
CREATE INDEX decisions_by_entry ON decisions (entry);

-- One row a version of a flag's case: what the records made of it between two changes of
-- knowledge. States are computed from due_at, raise_at, the hour and the watermark.
CREATE TABLE cases (
  number           BIGINT PRIMARY KEY,
  person           TEXT COLLATE "C" NOT NULL,
  family           BIGINT NOT NULL,
  subject          TEXT COLLATE "C" NOT NULL,
  kind             BIGINT NOT NULL,
  post             TEXT COLLATE "C" NOT NULL,
  at               BIGINT NOT NULL,
  due_at           BIGINT NOT NULL,
  raise_at         BIGINT NOT NULL,
  met              BIGINT NOT NULL,
  authorised_until BIGINT,
  days_over        BIGINT NOT NULL,
  rule             TEXT COLLATE "C" NOT NULL,
  policy_version   TEXT COLLATE "C" NOT NULL,
  known_from       BIGINT NOT NULL,
  known_to         BIGINT,
  cause            TEXT COLLATE "C" NOT NULL,
  cleared_reason   TEXT COLLATE "C" NOT NULL,
  cleared_by       TEXT COLLATE "C" NOT NULL
);
CREATE UNIQUE INDEX cases_standing ON cases (family, subject) WHERE known_to IS NULL;
CREATE INDEX cases_by_person ON cases (person, family, subject, known_from);
CREATE INDEX cases_due ON cases (due_at) WHERE known_to IS NULL;
CREATE INDEX cases_cleared ON cases (known_to) WHERE cleared_reason <> '';

CREATE TABLE incarnations (
  station     TEXT COLLATE "C" NOT NULL,
  incarnation BIGINT NOT NULL,
  known_at    BIGINT NOT NULL,
  PRIMARY KEY (station, incarnation)
);

CREATE TABLE incarnation_steps (
  station        TEXT COLLATE "C" NOT NULL,
  incarnation    BIGINT NOT NULL,
  known_from     BIGINT NOT NULL,
  complete_until BIGINT NOT NULL,
  PRIMARY KEY (station, incarnation, known_from)
);

-- sees: 1 entries, 2 exits. The lowest over the posts that see that direction.
CREATE TABLE watermark_steps (
  sees           BIGINT NOT NULL,
  known_from     BIGINT NOT NULL,
  complete_until BIGINT,
  PRIMARY KEY (sees, known_from)
);

CREATE TABLE closures (
  record   TEXT COLLATE "C" PRIMARY KEY,
  target   TEXT COLLATE "C" NOT NULL,
  at       BIGINT NOT NULL,
  why      TEXT COLLATE "C" NOT NULL,
  officer  TEXT COLLATE "C" NOT NULL,
  known_at BIGINT NOT NULL
);
CREATE INDEX closures_by_target ON closures (target);

CREATE TABLE paper_periods (
  record   TEXT COLLATE "C" PRIMARY KEY,
  post     TEXT COLLATE "C" NOT NULL,
  opens    BIGINT NOT NULL,
  start_at BIGINT NOT NULL,
  end_at   BIGINT,
  known_at BIGINT NOT NULL
);
CREATE INDEX paper_periods_by_post ON paper_periods (post, known_at);

CREATE TABLE policies_in_force (
  known_at BIGINT PRIMARY KEY,
  version  BIGINT NOT NULL
);

CREATE TABLE notes (
  number  BIGINT PRIMARY KEY,
  record  TEXT COLLATE "C" NOT NULL UNIQUE,
  at      BIGINT NOT NULL,
  officer TEXT COLLATE "C" NOT NULL,
  action  TEXT COLLATE "C" NOT NULL,
  subject TEXT COLLATE "C" NOT NULL,
  reason  TEXT COLLATE "C" NOT NULL
);

-- Hits, refusals and referrals beside the crossing that they name, and crossings that came after
-- their station had declared itself complete ("behind_watermark").
CREATE TABLE incidents (
  record   TEXT COLLATE "C" PRIMARY KEY,
  kind     TEXT COLLATE "C" NOT NULL,
  crossing TEXT COLLATE "C" NOT NULL,
  at       BIGINT NOT NULL
);
CREATE INDEX incidents_by_crossing ON incidents (crossing);

-- A policy pack that is being applied to everybody, some persons a transaction: up to whom it is
-- done. While the row is here, reports answer as known before it.
CREATE TABLE publication (
  one        BIGINT PRIMARY KEY CHECK (one = 1),
  record     TEXT COLLATE "C" NOT NULL,
  known_at   BIGINT NOT NULL,
  done_until TEXT COLLATE "C" NOT NULL
);
