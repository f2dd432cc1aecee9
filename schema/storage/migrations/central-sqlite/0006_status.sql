-- When a case ends by itself, and when somebody left by what nobody saw.
ALTER TABLE cases ADD COLUMN ends_at INTEGER;
ALTER TABLE cases ADD COLUMN probably_left INTEGER;
