-- The key under which documents stand in the list of open stays, and as it is sealed to each station
-- (schema/openstays): kept, so that a list that changes little is little to send.
CREATE TABLE open_stays_key (
  one     BIGINT PRIMARY KEY CHECK (one = 1),
  key     BYTEA NOT NULL,
  made_at BIGINT NOT NULL
);
CREATE TABLE open_stays_sealed_keys (
  station TEXT PRIMARY KEY,
  sealed  BYTEA NOT NULL
);
