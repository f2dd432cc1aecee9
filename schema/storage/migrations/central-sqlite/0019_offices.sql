-- 1: a regional office, which sees nobody cross and decides about status; its border means nothing.
ALTER TABLE posts ADD COLUMN is_office INTEGER NOT NULL DEFAULT 0;
