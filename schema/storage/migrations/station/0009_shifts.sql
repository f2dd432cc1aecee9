-- Shifts that are open at this station's desks: who, sealed, and since when. A closed one stands in
-- the audit lane alone.
CREATE TABLE shift (
  officer_hash BLOB NOT NULL PRIMARY KEY,
  officer_sealed BLOB NOT NULL,
  opened_at INTEGER NOT NULL
) STRICT;
