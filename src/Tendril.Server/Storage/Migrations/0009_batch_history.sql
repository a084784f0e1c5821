-- The list of batches asks of each one when it was last unlinked; closed mappings are found without reading all of them.
CREATE INDEX metrc_batch_mappings_of_batch ON metrc_batch_mappings (organization_id, batch_id);
