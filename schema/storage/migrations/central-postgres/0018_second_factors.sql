-- The key of an officer's telephone, sealed to the centre; NULL: a password is enough.
ALTER TABLE officers ADD COLUMN second_factor BYTEA;
