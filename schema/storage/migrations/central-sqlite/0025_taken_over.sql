-- Of an entry that was taken over from an older system: what that calls it, and a hash of what the
-- record says, so that the same stay is taken over once. Absent of every other crossing.
ALTER TABLE crossings ADD COLUMN taken_over TEXT;
ALTER TABLE crossings ADD COLUMN taken_over_as TEXT;
CREATE INDEX crossings_by_taken_over ON crossings (taken_over) WHERE taken_over IS NOT NULL;
