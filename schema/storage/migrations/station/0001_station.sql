-- A station's ledger. Nothing of a traveller stands here in clear: what is personal is in columns
-- whose names end in _sealed (AES-256-GCM under a key of the station's own), and look-ups go
-- through keyed hashes (columns ending in _hash).

-- What the station knows of itself: incarnation, machine, last claim.
CREATE TABLE setting (
  name TEXT PRIMARY KEY,
  value TEXT NOT NULL
) STRICT, WITHOUT ROWID;

-- One row for each journal: where its chain stands, and how far the centre's receipt says.
CREATE TABLE journal (
  incarnation INTEGER NOT NULL,
  lane INTEGER NOT NULL,
  last_sequence INTEGER NOT NULL,
  last_hash BLOB NOT NULL,
  held INTEGER NOT NULL DEFAULT 0,
  opened INTEGER NOT NULL DEFAULT 0,
  receipt BLOB,
  PRIMARY KEY (incarnation, lane)
) STRICT, WITHOUT ROWID;

-- The sealed records, as schema/journal has them. No salt: erased.
CREATE TABLE entry (
  incarnation INTEGER NOT NULL,
  lane INTEGER NOT NULL,
  sequence INTEGER NOT NULL,
  recorded_at INTEGER NOT NULL,
  epoch INTEGER NOT NULL,
  epoch_key_hash BLOB NOT NULL,
  dictionary INTEGER NOT NULL,
  previous BLOB NOT NULL,
  salt_hash BLOB NOT NULL,
  salt BLOB,
  ciphertext BLOB NOT NULL,
  hash BLOB NOT NULL,
  PRIMARY KEY (incarnation, lane, sequence)
) STRICT;
CREATE INDEX entry_by_epoch ON entry (incarnation, epoch, lane, sequence);

-- The keys of the days: sealed to the centre for ever, and to ourselves as long as we may read.
CREATE TABLE epoch (
  incarnation INTEGER NOT NULL,
  epoch INTEGER NOT NULL,
  wrapped BLOB NOT NULL,
  key_sealed BLOB,
  opened_at INTEGER,
  PRIMARY KEY (incarnation, epoch)
) STRICT, WITHOUT ROWID;

-- What this post decided itself, for the next time that the traveller comes.
CREATE TABLE trip (
  id INTEGER PRIMARY KEY,
  document_hash BLOB,
  person_hash BLOB,
  incarnation INTEGER NOT NULL,
  sequence INTEGER NOT NULL,
  epoch INTEGER NOT NULL,
  direction INTEGER NOT NULL,
  decision INTEGER NOT NULL,
  at INTEGER NOT NULL,
  crossing_sealed BLOB,
  UNIQUE (incarnation, sequence)
) STRICT;
CREATE INDEX trip_by_document ON trip (document_hash, at);
CREATE INDEX trip_by_person ON trip (person_hash, at);
CREATE INDEX trip_by_epoch ON trip (incarnation, epoch);

-- A caller's own reference for a decision: repeated after a crash it gives the same record.
CREATE TABLE reference (
  reference_hash BLOB PRIMARY KEY,
  record TEXT NOT NULL
) STRICT, WITHOUT ROWID;

-- The newest bulletin of each channel.
CREATE TABLE bulletin (
  channel TEXT PRIMARY KEY,
  version INTEGER NOT NULL,
  issued_at INTEGER NOT NULL,
  received_at INTEGER NOT NULL,
  entries INTEGER NOT NULL,
  signed_sealed BLOB NOT NULL
) STRICT, WITHOUT ROWID;

-- The alert list: rows sealed, found by keyed hash.
CREATE TABLE alert (
  id INTEGER PRIMARY KEY,
  alert_sealed BLOB NOT NULL
) STRICT;
CREATE TABLE alert_key (
  key_hash BLOB NOT NULL,
  kind INTEGER NOT NULL,
  alert INTEGER NOT NULL REFERENCES alert (id) ON DELETE CASCADE,
  PRIMARY KEY (key_hash, kind, alert)
) STRICT, WITHOUT ROWID;
CREATE INDEX alert_key_of ON alert_key (alert);
