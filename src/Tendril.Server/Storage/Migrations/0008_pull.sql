-- The scheduler must know which sites there are to pull before it can open any organisation; it learns ids and nothing else.
CREATE FUNCTION tendril.sites_to_pull() RETURNS TABLE (organization_id uuid, site_id uuid)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public
AS $$
  SELECT s.organization_id, s.id FROM sites s
  WHERE s.active AND EXISTS (
    SELECT 1 FROM metrc_credentials c WHERE c.organization_id = s.organization_id AND c.site_id = s.id
      AND c.environment = CASE WHEN s.sandbox THEN 'sandbox' ELSE 'production' END)
$$;
REVOKE ALL ON FUNCTION tendril.sites_to_pull() FROM PUBLIC;
GRANT EXECUTE ON FUNCTION tendril.sites_to_pull() TO tendril_system;
