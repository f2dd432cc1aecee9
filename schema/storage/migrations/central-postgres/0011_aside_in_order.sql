-- What intake puts aside has a place in the order of arrival too, and is known from the clock of the
-- projection when that comes to it; `known_at` is the receipt, by a clock that may be wrong.
-- What the projection put aside itself has no place, and what was put aside before now is known.
ALTER TABLE quarantine ADD COLUMN arrival BIGINT;
ALTER TABLE quarantine ADD COLUMN seen_at BIGINT;
UPDATE quarantine SET seen_at = known_at;
CREATE UNIQUE INDEX quarantine_by_arrival ON quarantine (arrival);
