-- The list of batches shows what became of each one's newest operation.
CREATE INDEX report_operations_entity ON report_operations (organization_id, entity_id, created_at DESC);
-- Links of closed mappings are history and are not looked up.
CREATE INDEX metrc_strain_mappings_of_cultivar ON metrc_strain_mappings (organization_id, cultivar_id)
  WHERE closed_at IS NULL;
