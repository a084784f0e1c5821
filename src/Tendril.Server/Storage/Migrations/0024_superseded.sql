-- What was reported of a batch before it was unlinked no longer says how the batch stands. That is written down with the
-- unlinking: two servers' clocks, compared later, could say otherwise.
ALTER TABLE report_operations ADD COLUMN superseded boolean NOT NULL DEFAULT false;
ALTER TABLE report_operations NO FORCE ROW LEVEL SECURITY;
ALTER TABLE metrc_batch_mappings NO FORCE ROW LEVEL SECURITY;
UPDATE report_operations AS told SET superseded = true
WHERE EXISTS (SELECT FROM metrc_batch_mappings AS link WHERE link.organization_id = told.organization_id
  AND link.batch_id = told.entity_id AND link.closed_at >= told.created_at);
ALTER TABLE report_operations FORCE ROW LEVEL SECURITY;
ALTER TABLE metrc_batch_mappings FORCE ROW LEVEL SECURITY;
