-- Of whom an officer of this post said that they are not one person: a keyed hash of the listed
-- entry and the traveller's document, and the crossing at which it was said (nobody's name).
CREATE TABLE cleared_pair (
  pair_hash BLOB NOT NULL PRIMARY KEY,
  record TEXT NOT NULL,
  cleared_at INTEGER NOT NULL,
  used_at INTEGER NOT NULL
) STRICT, WITHOUT ROWID;
CREATE INDEX cleared_pair_by_record ON cleared_pair (record);
CREATE INDEX cleared_pair_by_use ON cleared_pair (used_at);
