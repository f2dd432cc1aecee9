-- Bulletins that are on their way, one stream of each channel: its parts from the beginning, sealed.
-- A stream that is whole and still here was refused; it is not asked for again.
CREATE TABLE bulletin_part (
  channel TEXT NOT NULL,
  start INTEGER NOT NULL,
  stream BLOB NOT NULL,
  version INTEGER NOT NULL,
  base INTEGER NOT NULL,
  total INTEGER NOT NULL,
  size INTEGER NOT NULL,
  part_sealed BLOB NOT NULL,
  PRIMARY KEY (channel, start)
) STRICT;
