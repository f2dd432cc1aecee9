-- As central-sqlite's, in PostgreSQL's words. Texts are compared by their bytes, as SQLite does.
-- What was settled by persons at the centre. Not projected: a rebuild leaves it alone.

CREATE TABLE settings (
  name  TEXT COLLATE "C" PRIMARY KEY,
  value TEXT COLLATE "C" NOT NULL
);

-- Under which name and certificate the centre writes journals of its own.
CREATE TABLE own_station (
  station TEXT COLLATE "C" PRIMARY KEY,
  certificate BYTEA NOT NULL
);

CREATE TABLE posts (
  post         TEXT COLLATE "C" PRIMARY KEY,
  zone         TEXT COLLATE "C" NOT NULL,
  border       TEXT COLLATE "C" NOT NULL CHECK (border IN ('land', 'air', 'sea')),
  sees_entries BIGINT NOT NULL,
  sees_exits   BIGINT NOT NULL,
  opened_at    BIGINT NOT NULL
);

-- The token itself stands in the enrolment file alone.
CREATE TABLE stations (
  station          TEXT COLLATE "C" PRIMARY KEY,
  post             TEXT COLLATE "C" NOT NULL REFERENCES posts (post),
  token_hash       BYTEA NOT NULL UNIQUE,
  made_at          BIGINT NOT NULL,
  desk_names       TEXT COLLATE "C" NOT NULL,
  enrolled_at      BIGINT,
  request_hash     BYTEA,
  certificate      BYTEA,
  console_certificate BYTEA,
  revoked_at       BIGINT,
  revoked_why      TEXT COLLATE "C"
);

CREATE TABLE officers (
  officer  TEXT COLLATE "C" PRIMARY KEY,
  name     TEXT COLLATE "C" NOT NULL,
  roles    TEXT COLLATE "C" NOT NULL,
  verifier TEXT COLLATE "C" NOT NULL,
  active   BIGINT NOT NULL
);

-- `signed` are the bytes of the wire; `content` is what they carry.
CREATE TABLE bulletins (
  channel   TEXT COLLATE "C" NOT NULL,
  version   BIGINT NOT NULL,
  issued_at BIGINT NOT NULL,
  content   BYTEA NOT NULL,
  signed    BYTEA NOT NULL,
  PRIMARY KEY (channel, version)
);
