-- Sections of long lists, which travel as bulletins of their own (schema/journal/sections.h): apart,
-- so that asking for the newest of each channel does not go through them.
CREATE TABLE bulletin_sections (
  channel TEXT NOT NULL,
  version INTEGER NOT NULL,
  signed  BLOB NOT NULL,
  PRIMARY KEY (channel, version)
) STRICT;
