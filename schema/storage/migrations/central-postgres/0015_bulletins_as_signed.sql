-- What a bulletin says is what was signed, and no second copy of it that could be another.
ALTER TABLE bulletins DROP COLUMN content;
ALTER TABLE bulletins DROP COLUMN issued_at;
