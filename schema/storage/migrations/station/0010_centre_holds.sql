-- What the centre said last, which may be less than it has receipts for: it was set back to a backup.
ALTER TABLE journal ADD COLUMN centre_held INTEGER;
ALTER TABLE journal ADD COLUMN centre_opened INTEGER;
ALTER TABLE journal ADD COLUMN centre_said_at INTEGER;
-- A day's sealed records may stay longer than its key: until the centre has read all of them again.
ALTER TABLE epoch ADD COLUMN emptied INTEGER NOT NULL DEFAULT 0;
UPDATE epoch SET emptied = 1 WHERE key_sealed IS NULL;
