-- The receipt with the highest `opened`; `receipt` is the one with the highest `held`. Where
-- receipts come out of order neither proves what the other does.
ALTER TABLE journal ADD COLUMN opened_receipt BLOB;
UPDATE journal SET opened_receipt = receipt;
