-- The tables of the alert list hold every list: a part says of which channel it is.
DROP INDEX alert_part_state;
ALTER TABLE alert_part RENAME TO list_part;
ALTER TABLE alert_row RENAME TO list_row;
ALTER TABLE alert_row_key RENAME TO list_row_key;
ALTER TABLE list_row RENAME COLUMN alert_sealed TO row_sealed;
ALTER TABLE list_part ADD COLUMN channel TEXT NOT NULL DEFAULT 'alerts';
-- A look-up begins with what is in force, a section that comes with what waits for its head.
CREATE INDEX list_part_state ON list_part (channel, state, section, version);

-- Lists of open stays were kept as bulletins alone, without rows: they come again.
DELETE FROM bulletin WHERE channel = 'open-stays';
DELETE FROM bulletin_section WHERE channel LIKE 'open-stays/%';
DELETE FROM bulletin_part WHERE channel LIKE 'open-stays%';
