-- Documents that lie on a desk, of which nothing is decided nor noted yet: who looked and, as a keyed
-- hash, at what, sealed. What stands here when the station starts was looked at before it was killed.
CREATE TABLE look_up (
  inspection TEXT NOT NULL PRIMARY KEY,
  sealed BLOB NOT NULL,
  at INTEGER NOT NULL
) STRICT;
