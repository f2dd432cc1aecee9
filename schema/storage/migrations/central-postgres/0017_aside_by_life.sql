-- Since when something of a life is waited for is asked without walking through what is decided, and so
-- is how far a second branch goes, and which stations have any.
CREATE INDEX quarantine_waited_for_since ON quarantine (station, incarnation, lane, seen_at)
  WHERE cause <> 2 AND resolved_at IS NULL;
CREATE INDEX quarantine_unchained ON quarantine (station, incarnation, lane, sequence, number) WHERE cause = 1;
-- A person has adopted it: the centre states what it says.
ALTER TABLE quarantine ADD COLUMN adopted INTEGER NOT NULL DEFAULT 0;
