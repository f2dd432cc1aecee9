-- Indexes that a rebuild took away, to make them when it is done.
CREATE TABLE indexes_put_off (
  name TEXT PRIMARY KEY,
  definition TEXT NOT NULL  -- as SQL
) STRICT, WITHOUT ROWID;
-- A person is looked for by the number of a document alone.
DROP INDEX crossings_by_document;
CREATE INDEX crossings_by_number ON crossings (document_number);
