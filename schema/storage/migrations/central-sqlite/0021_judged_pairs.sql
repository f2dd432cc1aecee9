-- What officers said of a traveller and a listed person who were found alike: a hash of the two, and
-- 1: not one person, 2: that was said before, 3: anything else. Nobody's name.
CREATE TABLE judged_pairs (
  record   TEXT PRIMARY KEY,
  pair     BLOB NOT NULL,
  answer   INTEGER NOT NULL,
  crossing TEXT NOT NULL,
  at       INTEGER NOT NULL
) STRICT, WITHOUT ROWID;
CREATE INDEX judged_pairs_by_pair ON judged_pairs (pair, at);
