-- A look-up begins with what is in force, a section that comes with what waits for its head.
CREATE INDEX alert_part_state ON alert_part (state, section, version);
