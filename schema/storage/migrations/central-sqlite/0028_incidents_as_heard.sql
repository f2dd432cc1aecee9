-- What came late is old by its nature: the list goes by when the centre heard of it.
ALTER TABLE incidents ADD COLUMN known_at INTEGER NOT NULL DEFAULT 0;
UPDATE incidents SET known_at = at;
CREATE INDEX incidents_by_kind ON incidents (kind, known_at);
