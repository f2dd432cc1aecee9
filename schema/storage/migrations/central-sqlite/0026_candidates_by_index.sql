ALTER TABLE candidate_keys RENAME TO candidate_keys_before;
-- Under which numbers a description is found by those that may be the same person. A key that has
-- more than 64 bearers tells nothing, and gets no more rows. Apart from its index, which a rebuild
-- makes once all keys are there: put one by one, each lies somewhere else.
CREATE TABLE candidate_keys (
  key         INTEGER NOT NULL,
  description INTEGER NOT NULL
) STRICT;
INSERT INTO candidate_keys (key, description) SELECT key, description FROM candidate_keys_before;
DROP TABLE candidate_keys_before;
CREATE UNIQUE INDEX candidate_keys_once ON candidate_keys (key, description);
