-- What the stations sent, as it was received: the truth from which 0002 is made. Appended to,
-- never changed, but for salts that an erasure destroys.

CREATE TABLE journals (
  journal          INTEGER PRIMARY KEY,
  station          TEXT NOT NULL,
  incarnation      INTEGER NOT NULL,
  lane             INTEGER NOT NULL,
  head_sequence    INTEGER NOT NULL,
  head_hash        BLOB NOT NULL,
  opened           INTEGER NOT NULL,
  last_received_at INTEGER NOT NULL,
  UNIQUE (station, incarnation, lane)
) STRICT;

-- `arrival` counts entries and claims together, in the order in which they were committed. The
-- previous hash is that of the entry before.
CREATE TABLE entries (
  arrival        INTEGER PRIMARY KEY,
  journal        INTEGER NOT NULL REFERENCES journals (journal),
  sequence       INTEGER NOT NULL,
  recorded_at    INTEGER NOT NULL,
  epoch          INTEGER NOT NULL,
  epoch_key_hash BLOB NOT NULL,
  dictionary     INTEGER NOT NULL,
  salt_hash      BLOB NOT NULL,
  salt           BLOB,
  hash           BLOB NOT NULL,
  received_at    INTEGER NOT NULL,
  ciphertext     BLOB NOT NULL,
  UNIQUE (journal, sequence)
) STRICT;

-- The station's signature over the head that each batch made.
CREATE TABLE signed_heads (
  journal   INTEGER NOT NULL REFERENCES journals (journal),
  sequence  INTEGER NOT NULL,
  signature BLOB NOT NULL,
  PRIMARY KEY (journal, sequence)
) STRICT, WITHOUT ROWID;

CREATE TABLE epoch_keys (
  station      TEXT NOT NULL,
  incarnation  INTEGER NOT NULL,
  wrapped_hash BLOB NOT NULL,
  epoch        INTEGER NOT NULL,
  wrapped      BLOB NOT NULL,
  PRIMARY KEY (station, incarnation, wrapped_hash)
) STRICT, WITHOUT ROWID;

CREATE TABLE claims (
  arrival        INTEGER PRIMARY KEY,
  station        TEXT NOT NULL,
  incarnation    INTEGER NOT NULL,
  complete_until INTEGER NOT NULL,
  last_sequence  INTEGER NOT NULL,
  made_at        INTEGER NOT NULL,
  error_bound    INTEGER NOT NULL,
  signature      BLOB NOT NULL,
  received_at    INTEGER NOT NULL
) STRICT;
CREATE INDEX claims_by_sequence ON claims (station, incarnation, last_sequence);

-- `known_at` is the clock of the projection for what it put aside itself, else the receipt.
CREATE TABLE quarantine (
  number       INTEGER PRIMARY KEY,
  station      TEXT NOT NULL,
  incarnation  INTEGER NOT NULL,
  lane         INTEGER NOT NULL,
  sequence     INTEGER NOT NULL,
  cause        INTEGER NOT NULL,
  reason       TEXT NOT NULL,
  content      BLOB NOT NULL,
  content_hash BLOB NOT NULL,
  known_at     INTEGER NOT NULL,
  resolved_at  INTEGER,
  resolution   TEXT NOT NULL,
  UNIQUE (station, incarnation, lane, sequence, cause, content_hash)
) STRICT;

CREATE TABLE contacts (
  station           TEXT PRIMARY KEY,
  last_contact      INTEGER NOT NULL,
  software          TEXT NOT NULL,
  incarnation       INTEGER NOT NULL,
  clock_offset      INTEGER NOT NULL,
  disk_free         INTEGER NOT NULL,
  backlog_records   INTEGER NOT NULL,
  backlog_oldest_at INTEGER
) STRICT, WITHOUT ROWID;

CREATE TABLE bulletins_held (
  station TEXT NOT NULL,
  channel TEXT NOT NULL,
  version INTEGER NOT NULL,
  at      INTEGER NOT NULL,
  PRIMARY KEY (station, channel)
) STRICT, WITHOUT ROWID;
