-- What was settled by persons at the centre. Not projected: a rebuild leaves it alone.

CREATE TABLE settings (
  name  TEXT PRIMARY KEY,
  value TEXT NOT NULL
) STRICT, WITHOUT ROWID;

-- Under which name and certificate the centre writes journals of its own.
CREATE TABLE own_station (
  station TEXT PRIMARY KEY,
  certificate BLOB NOT NULL
) STRICT, WITHOUT ROWID;

CREATE TABLE posts (
  post         TEXT PRIMARY KEY,
  zone         TEXT NOT NULL,
  border       TEXT NOT NULL CHECK (border IN ('land', 'air', 'sea')),
  sees_entries INTEGER NOT NULL,
  sees_exits   INTEGER NOT NULL,
  opened_at    INTEGER NOT NULL
) STRICT, WITHOUT ROWID;

-- The token itself stands in the enrolment file alone.
CREATE TABLE stations (
  station          TEXT PRIMARY KEY,
  post             TEXT NOT NULL REFERENCES posts (post),
  token_hash       BLOB NOT NULL UNIQUE,
  made_at          INTEGER NOT NULL,
  desk_names       TEXT NOT NULL,
  enrolled_at      INTEGER,
  request_hash     BLOB,
  certificate      BLOB,
  console_certificate BLOB,
  revoked_at       INTEGER,
  revoked_why      TEXT
) STRICT, WITHOUT ROWID;

CREATE TABLE officers (
  officer  TEXT PRIMARY KEY,
  name     TEXT NOT NULL,
  roles    TEXT NOT NULL,
  verifier TEXT NOT NULL,
  active   INTEGER NOT NULL
) STRICT, WITHOUT ROWID;

-- `signed` are the bytes of the wire; `content` is what they carry.
CREATE TABLE bulletins (
  channel   TEXT NOT NULL,
  version   INTEGER NOT NULL,
  issued_at INTEGER NOT NULL,
  content   BLOB NOT NULL,
  signed    BLOB NOT NULL,
  PRIMARY KEY (channel, version)
) STRICT, WITHOUT ROWID;
