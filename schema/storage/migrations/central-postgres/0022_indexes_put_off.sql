-- Indexes that a rebuild took away, to make them when it is done.
CREATE TABLE indexes_put_off (
  name TEXT COLLATE "C" PRIMARY KEY,
  definition TEXT COLLATE "C" NOT NULL  -- as SQL
);
-- A person is looked for by the number of a document alone.
DROP INDEX crossings_by_document;
CREATE INDEX crossings_by_number ON crossings (document_number);
