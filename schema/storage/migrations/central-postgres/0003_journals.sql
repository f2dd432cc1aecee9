-- What the stations sent, as it was received: the truth from which 0002 is made. Appended to,
-- never changed, but for salts that an erasure destroys.

CREATE TABLE journals (
  journal          BIGINT PRIMARY KEY,
  station          TEXT COLLATE "C" NOT NULL,
  incarnation      BIGINT NOT NULL,
  lane             BIGINT NOT NULL,
  head_sequence    BIGINT NOT NULL,
  head_hash        BYTEA NOT NULL,
  opened           BIGINT NOT NULL,
  last_received_at BIGINT NOT NULL,
  UNIQUE (station, incarnation, lane)
);

-- `arrival` counts entries and claims together, in the order in which they were committed. The
-- previous hash is that of the entry before.
CREATE TABLE entries (
  arrival        BIGINT PRIMARY KEY,
  journal        BIGINT NOT NULL REFERENCES journals (journal),
  sequence       BIGINT NOT NULL,
  recorded_at    BIGINT NOT NULL,
  epoch          BIGINT NOT NULL,
  epoch_key_hash BYTEA NOT NULL,
  dictionary     BIGINT NOT NULL,
  salt_hash      BYTEA NOT NULL,
  salt           BYTEA,
  hash           BYTEA NOT NULL,
  received_at    BIGINT NOT NULL,
  ciphertext     BYTEA NOT NULL,
  UNIQUE (journal, sequence)
);

-- The station's signature over the head that each batch made.
CREATE TABLE signed_heads (
  journal   BIGINT NOT NULL REFERENCES journals (journal),
  sequence  BIGINT NOT NULL,
  signature BYTEA NOT NULL,
  PRIMARY KEY (journal, sequence)
);

CREATE TABLE epoch_keys (
  station      TEXT COLLATE "C" NOT NULL,
  incarnation  BIGINT NOT NULL,
  wrapped_hash BYTEA NOT NULL,
  epoch        BIGINT NOT NULL,
  wrapped      BYTEA NOT NULL,
  PRIMARY KEY (station, incarnation, wrapped_hash)
);

CREATE TABLE claims (
  arrival        BIGINT PRIMARY KEY,
  station        TEXT COLLATE "C" NOT NULL,
  incarnation    BIGINT NOT NULL,
  complete_until BIGINT NOT NULL,
  last_sequence  BIGINT NOT NULL,
  made_at        BIGINT NOT NULL,
  error_bound    BIGINT NOT NULL,
  signature      BYTEA NOT NULL,
  received_at    BIGINT NOT NULL
);
CREATE INDEX claims_by_sequence ON claims (station, incarnation, last_sequence);

-- `known_at` is the clock of the projection for what it put aside itself, else the receipt.
CREATE TABLE quarantine (
  number       BIGINT PRIMARY KEY,
  station      TEXT COLLATE "C" NOT NULL,
  incarnation  BIGINT NOT NULL,
  lane         BIGINT NOT NULL,
  sequence     BIGINT NOT NULL,
  cause        BIGINT NOT NULL,
  reason       TEXT COLLATE "C" NOT NULL,
  content      BYTEA NOT NULL,
  content_hash BYTEA NOT NULL,
  known_at     BIGINT NOT NULL,
  resolved_at  BIGINT,
  resolution   TEXT COLLATE "C" NOT NULL,
  UNIQUE (station, incarnation, lane, sequence, cause, content_hash)
);

CREATE TABLE contacts (
  station           TEXT COLLATE "C" PRIMARY KEY,
  last_contact      BIGINT NOT NULL,
  software          TEXT COLLATE "C" NOT NULL,
  incarnation       BIGINT NOT NULL,
  clock_offset      BIGINT NOT NULL,
  disk_free         BIGINT NOT NULL,
  backlog_records   BIGINT NOT NULL,
  backlog_oldest_at BIGINT
);

CREATE TABLE bulletins_held (
  station TEXT COLLATE "C" NOT NULL,
  channel TEXT COLLATE "C" NOT NULL,
  version BIGINT NOT NULL,
  at      BIGINT NOT NULL,
  PRIMARY KEY (station, channel)
);
