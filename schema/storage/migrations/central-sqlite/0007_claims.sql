-- A claim names the entry that it ends with by its hash too: of two branches it speaks of one. Those from
-- before do not say of which, and count no more: stations claim anew every minute.
DELETE FROM claims;
ALTER TABLE claims ADD COLUMN last_hash BLOB NOT NULL DEFAULT x'';
DROP INDEX claims_by_sequence;
CREATE INDEX claims_by_sequence ON claims (station, incarnation, last_sequence, complete_until);

-- What is known of one post is worked out anew with every claim of its stations.
CREATE INDEX stations_by_post ON stations (post);
