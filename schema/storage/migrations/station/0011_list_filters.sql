-- A look-up goes to the parts that may have a key: some bits of the keyed hashes of each part's keys
-- (border-station/lists/key_filter.h). A part that came before has none, and is asked for every key.
CREATE TABLE list_filter (
  part INTEGER PRIMARY KEY,
  key_bits BLOB NOT NULL
) STRICT;

-- Filters are kept in memory under their part: no number is given twice from now on.
CREATE TABLE numbered_part (
  part INTEGER PRIMARY KEY AUTOINCREMENT,
  section INTEGER NOT NULL,
  version INTEGER NOT NULL,
  state INTEGER NOT NULL,
  channel TEXT NOT NULL
) STRICT;
INSERT INTO numbered_part (part, section, version, state, channel)
  SELECT part, section, version, state, channel FROM list_part ORDER BY part;
DROP TABLE list_part;
ALTER TABLE numbered_part RENAME TO list_part;
CREATE INDEX list_part_state ON list_part (channel, state, section, version);
