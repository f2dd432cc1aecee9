-- The key under which documents stand in the list of open stays, and as it is sealed to each station
-- (schema/openstays): kept, so that a list that changes little is little to send.
CREATE TABLE open_stays_key (
  one     INTEGER PRIMARY KEY CHECK (one = 1),
  key     BLOB NOT NULL,
  made_at INTEGER NOT NULL
) STRICT;
CREATE TABLE open_stays_sealed_keys (
  station TEXT PRIMARY KEY,
  sealed  BLOB NOT NULL
) STRICT, WITHOUT ROWID;
