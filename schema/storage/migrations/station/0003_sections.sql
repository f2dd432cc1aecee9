-- The newest of each section of a long list (schema/journal/sections.h).
CREATE TABLE bulletin_section (
  channel TEXT PRIMARY KEY,
  version INTEGER NOT NULL,
  issued_at INTEGER NOT NULL,
  received_at INTEGER NOT NULL,
  entries INTEGER NOT NULL,
  signed_sealed BLOB NOT NULL
) STRICT;

-- The alert list in parts: the whole of a short one (section -1), or a section of a long one. A
-- part waits until a head names it (state 0), is in force (1), or is to be dropped (2). Keys stand
-- by part: what comes is written in one place, and a look-up asks each part.
CREATE TABLE alert_part (
  part INTEGER PRIMARY KEY,
  section INTEGER NOT NULL,
  version INTEGER NOT NULL,
  state INTEGER NOT NULL
) STRICT;
CREATE TABLE alert_row (
  part INTEGER NOT NULL,
  id INTEGER NOT NULL,
  alert_sealed BLOB NOT NULL,
  PRIMARY KEY (part, id)
) STRICT, WITHOUT ROWID;
CREATE TABLE alert_row_key (
  part INTEGER NOT NULL,
  key_hash BLOB NOT NULL,
  kind INTEGER NOT NULL,
  id INTEGER NOT NULL,
  PRIMARY KEY (part, key_hash, kind, id)
) STRICT, WITHOUT ROWID;

INSERT INTO alert_part (part, section, version, state)
  SELECT 1, -1, version, 1 FROM bulletin WHERE channel = 'alerts';
INSERT INTO alert_row (part, id, alert_sealed) SELECT 1, id, alert_sealed FROM alert;
INSERT INTO alert_row_key (part, key_hash, kind, id)
  SELECT 1, key_hash, kind, alert FROM alert_key ORDER BY key_hash, kind, alert;
DROP TABLE alert_key;
DROP TABLE alert;
