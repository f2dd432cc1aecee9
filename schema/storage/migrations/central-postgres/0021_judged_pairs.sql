-- What officers said of a traveller and a listed person who were found alike: a hash of the two, and
-- 1: not one person, 2: that was said before, 3: anything else. Nobody's name.
CREATE TABLE judged_pairs (
  record   TEXT COLLATE "C" PRIMARY KEY,
  pair     BYTEA NOT NULL,
  answer   INTEGER NOT NULL,
  crossing TEXT COLLATE "C" NOT NULL,
  at       BIGINT NOT NULL
);
CREATE INDEX judged_pairs_by_pair ON judged_pairs (pair, at);
