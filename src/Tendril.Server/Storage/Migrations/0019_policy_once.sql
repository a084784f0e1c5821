-- The organisation of the transaction is asked for once a statement. Asked for in each row, as a policy does unless it is a
-- question of its own, it costs more than reading the row when a statement has to look at all of them.
CREATE OR REPLACE FUNCTION tendril.secure_tenant_table(name text, append_only boolean DEFAULT false) RETURNS void
LANGUAGE plpgsql
AS $$
BEGIN
  EXECUTE format('ALTER TABLE public.%I ENABLE ROW LEVEL SECURITY', name);
  EXECUTE format('ALTER TABLE public.%I FORCE ROW LEVEL SECURITY', name);
  EXECUTE format('CREATE POLICY tenant ON public.%I USING (organization_id = (SELECT tendril.current_organization()))
    WITH CHECK (organization_id = (SELECT tendril.current_organization()))', name);
  IF append_only THEN
    EXECUTE format('GRANT SELECT, INSERT ON public.%I TO tendril_app', name);
  ELSE
    EXECUTE format('GRANT SELECT, INSERT, UPDATE, DELETE ON public.%I TO tendril_app', name);
  END IF;
END $$;

DO $$
DECLARE
  made record;
BEGIN
  FOR made IN SELECT polrelid::regclass AS name FROM pg_policy WHERE polname = 'tenant' LOOP
    EXECUTE format('ALTER POLICY tenant ON %s USING (organization_id = (SELECT tendril.current_organization()))
      WITH CHECK (organization_id = (SELECT tendril.current_organization()))', made.name);
  END LOOP;
END $$;
