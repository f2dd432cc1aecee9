-- Of each officer's second factor the step of the last code that counted: it counts once, also after
-- a start of the station.
CREATE TABLE counted_code (
  officer_hash BLOB NOT NULL PRIMARY KEY,
  step INTEGER NOT NULL
) STRICT;
