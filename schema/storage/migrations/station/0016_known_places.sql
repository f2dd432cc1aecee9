-- Where officers logged in last, as a keyed hash of name and address: what is guessed elsewhere holds
-- nobody back there, also after a start of the station.
CREATE TABLE known_place (
  place_hash BLOB NOT NULL PRIMARY KEY,
  at INTEGER NOT NULL
) STRICT;
CREATE INDEX known_place_at ON known_place (at);
