-- What of a station is put aside and waits for a person is counted twice a second for each connection.
CREATE INDEX quarantine_by_standing ON quarantine (station, resolved_at);
