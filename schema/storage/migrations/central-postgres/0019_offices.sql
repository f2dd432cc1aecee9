-- As central-sqlite's.
ALTER TABLE posts ADD COLUMN is_office BIGINT NOT NULL DEFAULT 0;
