-- The list of lots finds the rows of a page, and Today counts lots, in this index alone; the rows themselves are read only
-- for the page that is shown. None of its columns changes when only the quantity does.
DROP INDEX lots_updated;
CREATE INDEX lots_updated ON lots (organization_id, updated_at DESC, id) INCLUDE (site_id, status, conflict, gone_at);
DROP INDEX lots_product_name;
CREATE INDEX lots_product_name ON lots (organization_id, product_name, id) INCLUDE (site_id, status, conflict);

-- Likewise the history of syncs.
DROP INDEX compliance_sync_logs_at;
CREATE INDEX compliance_sync_logs_at ON compliance_sync_logs (organization_id, started_at DESC, id DESC) INCLUDE (site_id);

-- Today shows each site's last pull, and the dashboard since when Metrc is silent: both look at the newest whole runs only.
CREATE INDEX compliance_sync_logs_pulls ON compliance_sync_logs (organization_id, site_id, started_at DESC)
  WHERE direction = 'pull' AND parent_id IS NULL AND completed_at IS NOT NULL;

-- Doors that look across organisations are for the role that serves none of them. Nobody asked for all organisations any more.
REVOKE EXECUTE ON FUNCTION tendril.due_operations(integer, integer) FROM tendril_app;
GRANT EXECUTE ON FUNCTION tendril.due_operations(integer, integer) TO tendril_system;
DROP FUNCTION tendril.organization_ids();
