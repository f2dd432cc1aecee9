-- An index that is not the table's key can be put off by a rebuild, which makes it once all keys are
-- there: put one by one, each lies somewhere else.
ALTER TABLE candidate_keys DROP CONSTRAINT candidate_keys_pkey;
CREATE UNIQUE INDEX candidate_keys_once ON candidate_keys (key, description);
