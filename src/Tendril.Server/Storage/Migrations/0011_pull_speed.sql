-- A lot is updated right after it was inserted (its quantity comes by movements) and often later: with room on its page the
-- new version needs no new index entries.
ALTER TABLE lots SET (fillfactor = 50);

-- Rows of Metrc are a few kilobytes of JSON each; lz4 packs them several times faster than the standard method. Servers built
-- without lz4 keep the standard.
DO $$
BEGIN
  ALTER TABLE metrc_objects ALTER COLUMN payload SET COMPRESSION lz4;
EXCEPTION WHEN feature_not_supported THEN NULL;
END $$;
