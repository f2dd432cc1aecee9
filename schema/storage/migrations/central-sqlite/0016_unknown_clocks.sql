-- A station that is heard by stick alone has said nothing of its clock.
CREATE TABLE contacts_with_clocks (
  station           TEXT PRIMARY KEY,
  last_contact      INTEGER NOT NULL,
  software          TEXT NOT NULL,
  incarnation       INTEGER NOT NULL,
  clock_offset      INTEGER,
  disk_free         INTEGER NOT NULL,
  backlog_records   INTEGER NOT NULL,
  backlog_oldest_at INTEGER
) STRICT, WITHOUT ROWID;
INSERT INTO contacts_with_clocks SELECT station, last_contact, software, incarnation, clock_offset,
  disk_free, backlog_records, backlog_oldest_at FROM contacts;
DROP TABLE contacts;
ALTER TABLE contacts_with_clocks RENAME TO contacts;
