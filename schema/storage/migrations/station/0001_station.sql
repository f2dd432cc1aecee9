-- A station's ledger. Nothing of a traveller stands here in clear: what is personal is in columns
-- whose names end in _sealed (AES-256-GCM under a key of the station's own), and look-ups go
-- through keyed hashes (columns ending in _hash).

-- What the station knows of itself: incarnation, machine, last claim.
CREATE TABLE setting (
  name TEXT PRIMARY KEY,
  value TEXT NOT NULL
) STRICT, WITHOUT ROWID;

-- One row for each journal: where its chain stands. The next record gets last_sequence + 1.
CREATE TABLE journal (
  incarnation INTEGER NOT NULL,
  lane INTEGER NOT NULL,
  last_sequence INTEGER NOT NULL,
  last_hash BLOB NOT NULL,
  held_sequence INTEGER NOT NULL DEFAULT 0,
  held_receipt BLOB,
  opened_sequence INTEGER NOT NULL DEFAULT 0,
  opened_receipt BLOB,
  PRIMARY KEY (incarnation, lane)
) STRICT, WITHOUT ROWID;

-- The sealed records, as they travel.
CREATE TABLE entry (
  incarnation INTEGER NOT NULL,
  lane INTEGER NOT NULL,
  sequence INTEGER NOT NULL,
  recorded_at INTEGER NOT NULL,
  header BLOB NOT NULL,
  body BLOB NOT NULL,
  salt BLOB,
  hash BLOB NOT NULL,
  size INTEGER NOT NULL,
  PRIMARY KEY (incarnation, lane, sequence)
) STRICT, WITHOUT ROWID;

-- The keys of the days: sealed to the centre for ever, and to ourselves as long as we may read.
CREATE TABLE epoch (
  number INTEGER PRIMARY KEY,
  made_at INTEGER NOT NULL,
  envelope BLOB NOT NULL,
  key_sealed BLOB
) STRICT;

-- What this post decided itself, for the next time that the traveller comes.
CREATE TABLE trip (
  id INTEGER PRIMARY KEY,
  document_hash BLOB NOT NULL,
  person_hash BLOB NOT NULL,
  incarnation INTEGER NOT NULL,
  sequence INTEGER NOT NULL,
  direction INTEGER NOT NULL,
  decision TEXT NOT NULL,
  at INTEGER NOT NULL,
  trip_sealed BLOB,
  UNIQUE (incarnation, sequence)
) STRICT;
CREATE INDEX trip_by_document ON trip (document_hash, at);
CREATE INDEX trip_by_person ON trip (person_hash, at);
CREATE INDEX trip_by_time ON trip (at);

-- A caller's own reference for a decision: repeated after a crash it gives the same record.
CREATE TABLE reference (
  reference_hash BLOB PRIMARY KEY,
  record TEXT NOT NULL
) STRICT, WITHOUT ROWID;

-- The newest bulletin of each channel.
CREATE TABLE bulletin (
  channel TEXT PRIMARY KEY,
  version TEXT NOT NULL,
  number INTEGER NOT NULL,
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
