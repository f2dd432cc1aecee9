-- The State that an entry came from, or that an exit went to; empty: nobody asked.
ALTER TABLE crossings ADD COLUMN other_state TEXT COLLATE "C" NOT NULL DEFAULT '';
