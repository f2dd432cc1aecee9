-- What a decision under a reference states, as a keyed hash: another one is not answered as the same.
-- None: it was recorded before this was kept.
ALTER TABLE reference ADD COLUMN statement_hash BLOB;
