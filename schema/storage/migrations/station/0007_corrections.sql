-- What became of a record that was wrong: the correction that took it back or replaced it, and of a
-- replacement the record in whose place it stands. Reasons are sealed with the correction itself;
-- the hash tells whether the same is asked for again.
ALTER TABLE trip ADD COLUMN corrected_by TEXT;
ALTER TABLE trip ADD COLUMN correction_hash BLOB;
ALTER TABLE trip ADD COLUMN replaced INTEGER;
ALTER TABLE trip ADD COLUMN corrects TEXT;
