-- A station that is heard by stick alone has said nothing of its clock.
ALTER TABLE contacts ALTER COLUMN clock_offset DROP NOT NULL;
