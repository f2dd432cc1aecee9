-- Whether anything of a station is put aside is asked with every claim. What it did not sign (2) is
-- not waited for, may be any number of records, and is not looked through.
CREATE INDEX quarantine_waited_for ON quarantine (station, incarnation, lane, resolved_at) WHERE cause <> 2;
