-- What devices and the server count to see that they hold the same rows. Kept with every statement that writes rows, by
-- triggers, so that no way of writing can forget it and a pull need not count.

CREATE TABLE sync_digests (
  organization_id uuid NOT NULL,
  table_name text NOT NULL,
  site_id uuid NOT NULL,                   -- nothing but zeros: no site
  owner_id uuid NOT NULL,                  -- nothing but zeros: nobody's alone
  about text NOT NULL,                     -- the table that the rows are about; '' for themselves
  rows bigint NOT NULL,
  sum bigint NOT NULL,                     -- of row_digest over the rows that are not deleted
  PRIMARY KEY (organization_id, table_name, site_id, owner_id, about)
) WITH (fillfactor = 50);
SELECT tendril.secure_tenant_table('sync_digests');

-- The last four bytes of the id and the low half of the revision, spread over 32 bits. In two steps, for the whole product
-- would not fit.
CREATE FUNCTION tendril.mix32(x bigint) RETURNS bigint LANGUAGE sql IMMUTABLE PARALLEL SAFE
RETURN ((x & 65535) * 2654435761 + ((((x >> 16) * 2654435761) & 65535) << 16)) & 4294967295;
REVOKE ALL ON FUNCTION tendril.mix32(bigint) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION tendril.mix32(bigint) TO tendril_app;

CREATE FUNCTION tendril.row_digest(id uuid, revision bigint) RETURNS bigint LANGUAGE sql IMMUTABLE PARALLEL SAFE
RETURN tendril.mix32(('x' || right(id::text, 8))::bit(32)::bigint # (revision & 4294967295));
REVOKE ALL ON FUNCTION tendril.row_digest(uuid, bigint) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION tendril.row_digest(uuid, bigint) TO tendril_app;

-- Keeps the digests of a synced table, and counts what is there already. '' for a column that it does not have.
CREATE FUNCTION tendril.make_digested(name text, site text, owner text, about text) RETURNS void LANGUAGE plpgsql AS $$
DECLARE
  nobody constant text := '''00000000-0000-0000-0000-000000000000''::uuid';
  scope text := format('%s, %s, %s',
    CASE WHEN site = '' THEN nobody ELSE format('coalesce(%I, %s)', site, nobody) END,
    CASE WHEN owner = '' THEN nobody ELSE format('coalesce(%I, %s)', owner, nobody) END,
    CASE WHEN about = '' THEN '''''' ELSE quote_ident(about) END);
  kept text := format($sql$
    INSERT INTO public.sync_digests AS kept (organization_id, table_name, site_id, owner_id, about, rows, sum)
    SELECT organization_id, %L, %s, sum(sign)::bigint, sum(sign * tendril.row_digest(id, revision))::bigint
    FROM (%%s) AS moved WHERE deleted_at IS NULL GROUP BY 1, 3, 4, 5
    ON CONFLICT (organization_id, table_name, site_id, owner_id, about)
    DO UPDATE SET rows = kept.rows + excluded.rows, sum = kept.sum + excluded.sum;$sql$, name, scope);
  came constant text := 'SELECT *, 1 AS sign FROM new_rows';
  went constant text := 'SELECT *, -1 AS sign FROM old_rows';
  act text;
  part record;
BEGIN
  FOR part IN SELECT * FROM (VALUES
    ('insert', came, 'NEW TABLE AS new_rows'), ('delete', went, 'OLD TABLE AS old_rows'),
    ('update', went || ' UNION ALL ' || came, 'OLD TABLE AS old_rows NEW TABLE AS new_rows'))
    AS parts (event, moved, transition)
  LOOP
    act := format('digest_%s_%s', name, part.event);
    EXECUTE format('CREATE FUNCTION tendril.%I() RETURNS trigger LANGUAGE plpgsql AS %L', act,
      'BEGIN ' || format(kept, part.moved) || ' RETURN NULL; END');
    EXECUTE format('REVOKE ALL ON FUNCTION tendril.%I() FROM PUBLIC', act);
    EXECUTE format('CREATE TRIGGER %I AFTER %s ON public.%I REFERENCING %s FOR EACH STATEMENT
      EXECUTE FUNCTION tendril.%I(%L, %L, %L)', 'digest_' || part.event, part.event, name, part.transition, act,
      site, owner, about);
  END LOOP;
  EXECUTE format('ALTER TABLE public.%I NO FORCE ROW LEVEL SECURITY', name);
  EXECUTE format(kept, format('SELECT *, 1 AS sign FROM public.%I', name));
  EXECUTE format('ALTER TABLE public.%I FORCE ROW LEVEL SECURITY', name);
END $$;
REVOKE ALL ON FUNCTION tendril.make_digested(text, text, text, text) FROM PUBLIC;

-- Every synced table that there is; what is made later calls make_digested after make_synced.
ALTER TABLE sync_digests NO FORCE ROW LEVEL SECURITY;
SELECT tendril.make_digested(synced.name,
  CASE WHEN synced.has_site THEN 'site_id' ELSE '' END, CASE WHEN synced.has_owner THEN 'owner_id' ELSE '' END,
  CASE WHEN synced.name = 'conflicts' THEN 'table_name' ELSE '' END)
FROM (
  SELECT made.relname::text AS name,
    EXISTS (SELECT FROM pg_attribute WHERE attrelid = made.oid AND attname = 'site_id') AS has_site,
    EXISTS (SELECT FROM pg_attribute WHERE attrelid = made.oid AND attname = 'owner_id') AS has_owner
  FROM pg_class AS made JOIN pg_trigger AS stamp ON stamp.tgrelid = made.oid AND stamp.tgname = 'stamp_new'
  WHERE made.relnamespace = 'public'::regnamespace) AS synced;
ALTER TABLE sync_digests FORCE ROW LEVEL SECURITY;
