-- The keyed hash of a section's SHA-256: a head names contents, and the same version may hold
-- another one where the centre was set back to a backup.
ALTER TABLE bulletin_section ADD COLUMN content_hash BLOB NOT NULL DEFAULT x'';
