-- Work without a connection: the organisation's revision, what became of each operation, and the synced tables.

-- One row per organisation. Its lock, held from taking a number to the commit, makes numbers visible in their order.
CREATE TABLE sync_heads (
  organization_id uuid PRIMARY KEY,
  revision bigint NOT NULL,
  horizon bigint NOT NULL DEFAULT 0        -- deleted rows up to here are forgotten; older cursors start anew
);
SELECT tendril.secure_tenant_table('sync_heads');

-- The organisation's number in the running transaction: taken at its first synced write, the same after that. Listeners
-- hear of it when it is committed.
CREATE FUNCTION tendril.take_revision(organization uuid DEFAULT tendril.current_organization())
RETURNS bigint LANGUAGE plpgsql AS $$
DECLARE
  known text := coalesce(current_setting('tendril.revision', true), '');
  taken bigint;
BEGIN
  IF split_part(known, ' ', 1) = organization::text THEN RETURN split_part(known, ' ', 2)::bigint; END IF;
  INSERT INTO sync_heads AS head (organization_id, revision) VALUES (organization, 1)
    ON CONFLICT (organization_id) DO UPDATE SET revision = head.revision + 1 RETURNING head.revision INTO taken;
  PERFORM set_config('tendril.revision', organization::text || ' ' || taken::text, true);
  PERFORM pg_notify('tendril_revision', organization::text || ' ' || taken::text);
  RETURN taken;
END $$;
REVOKE ALL ON FUNCTION tendril.take_revision(uuid) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION tendril.take_revision(uuid) TO tendril_app;

-- Stamps rows whose writer does not know of revisions, so that no way of writing can forget it.
CREATE FUNCTION tendril.stamp_revision() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  NEW.revision := tendril.take_revision(NEW.organization_id);
  IF TG_OP = 'INSERT' THEN NEW.created_revision := NEW.revision; END IF;
  RETURN NEW;
END $$;
REVOKE ALL ON FUNCTION tendril.stamp_revision() FROM PUBLIC;

-- Which history the revisions belong to: a restored backup begins another, so that cursors from before are not
-- believed.
CREATE TABLE tendril.sync_epoch (epoch bigint NOT NULL);
INSERT INTO tendril.sync_epoch VALUES (1);
CREATE FUNCTION tendril.sync_epoch() RETURNS bigint LANGUAGE sql STABLE SECURITY DEFINER SET search_path = tendril
AS $$ SELECT epoch FROM sync_epoch $$;
REVOKE ALL ON FUNCTION tendril.sync_epoch() FROM PUBLIC;
GRANT EXECUTE ON FUNCTION tendril.sync_epoch() TO tendril_app;

-- Rows that went to another site or person: those who had them must hear that they are gone.
CREATE TABLE sync_leaves (
  organization_id uuid NOT NULL,
  revision bigint NOT NULL,
  table_name text NOT NULL,
  row_id uuid NOT NULL,
  site_id uuid,
  owner_id uuid,
  PRIMARY KEY (organization_id, revision, table_name, row_id)
);
SELECT tendril.secure_tenant_table('sync_leaves');

CREATE FUNCTION tendril.note_leave() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
  old_row jsonb := to_jsonb(OLD);
BEGIN
  INSERT INTO sync_leaves (organization_id, revision, table_name, row_id, site_id, owner_id)
  VALUES (OLD.organization_id, NEW.revision, TG_TABLE_NAME, OLD.id, (old_row ->> 'site_id')::uuid,
    (old_row ->> TG_ARGV[0])::uuid)
  ON CONFLICT DO NOTHING;
  RETURN NULL;
END $$;
REVOKE ALL ON FUNCTION tendril.note_leave() FROM PUBLIC;

-- Gives a tenant table what every synced row has. The scope is the columns that say who has a row.
CREATE FUNCTION tendril.make_synced(name text, VARIADIC scope text[]) RETURNS void LANGUAGE plpgsql AS $$
DECLARE
  moved text := (SELECT string_agg(format('OLD.%I IS DISTINCT FROM NEW.%I', part, part), ' OR ') FROM unnest(scope) part);
BEGIN
  EXECUTE format('ALTER TABLE public.%I
    ADD COLUMN revision bigint NOT NULL DEFAULT 0,
    ADD COLUMN created_revision bigint NOT NULL DEFAULT 0,
    ADD COLUMN deleted_at timestamptz,
    ADD COLUMN edited_at jsonb NOT NULL DEFAULT ''{}''', name);
  EXECUTE format('ALTER TABLE public.%I ALTER COLUMN revision DROP DEFAULT,
    ALTER COLUMN created_revision DROP DEFAULT', name);
  EXECUTE format('CREATE INDEX %I ON public.%I (organization_id, revision)', name || '_revision', name);
  EXECUTE format('CREATE TRIGGER stamp_new BEFORE INSERT ON public.%I FOR EACH ROW
    WHEN (NEW.revision IS NULL) EXECUTE FUNCTION tendril.stamp_revision()', name);
  EXECUTE format('CREATE TRIGGER stamp_changed BEFORE UPDATE ON public.%I FOR EACH ROW
    WHEN (NEW.revision = OLD.revision) EXECUTE FUNCTION tendril.stamp_revision()', name);
  EXECUTE format('CREATE TRIGGER note_leave AFTER UPDATE ON public.%I FOR EACH ROW
    WHEN (%s) EXECUTE FUNCTION tendril.note_leave(%L)', name, moved, scope[array_length(scope, 1)]);
END $$;
REVOKE ALL ON FUNCTION tendril.make_synced(text, text[]) FROM PUBLIC;

CREATE TABLE sync_operations (
  organization_id uuid NOT NULL,
  operation_id uuid NOT NULL,
  device_id uuid NOT NULL,
  user_id uuid NOT NULL,
  content_hash bytea NOT NULL,
  status text NOT NULL CHECK (status IN ('applied', 'merged', 'conflict', 'rejected')),
  revision bigint NOT NULL,
  code text,
  message text,
  help text,
  field text,
  claimed_at timestamptz NOT NULL,         -- what the device said
  at timestamptz NOT NULL,                 -- what counts
  skew_ms bigint NOT NULL,
  received_at timestamptz NOT NULL,
  PRIMARY KEY (organization_id, operation_id)
);
CREATE INDEX sync_operations_received ON sync_operations (organization_id, received_at);
SELECT tendril.secure_tenant_table('sync_operations');

-- Every decision of a merge, with both values.
CREATE TABLE sync_decisions (
  organization_id uuid NOT NULL,
  operation_id uuid NOT NULL,
  field text NOT NULL,                     -- '*': the row as a whole
  table_name text NOT NULL,
  row_id uuid NOT NULL,
  server_value text,
  device_value text,
  server_at timestamptz NOT NULL,
  device_at timestamptz NOT NULL,
  winner text NOT NULL CHECK (winner IN ('server', 'device', 'both')),
  stands text,
  decided_at timestamptz NOT NULL,
  PRIMARY KEY (organization_id, operation_id, field)
);
CREATE INDEX sync_decisions_row ON sync_decisions (organization_id, table_name, row_id);
SELECT tendril.secure_tenant_table('sync_decisions', append_only => true);

-- A value that does not stand beside the one that does, until a person has looked.
CREATE TABLE conflicts (
  organization_id uuid NOT NULL,
  id uuid NOT NULL,
  site_id uuid,
  owner_id uuid,
  table_name text NOT NULL,
  row_id uuid NOT NULL,
  field text NOT NULL,
  server_value text,
  device_value text,
  stands text,
  made_by uuid NOT NULL,
  device_id uuid NOT NULL,
  done_at timestamptz NOT NULL,
  status text NOT NULL CHECK (status IN ('open', 'settled')),
  created_at timestamptz NOT NULL,
  updated_at timestamptz NOT NULL,
  PRIMARY KEY (organization_id, id)
);
SELECT tendril.secure_tenant_table('conflicts');
SELECT tendril.make_synced('conflicts', 'site_id', 'owner_id');
CREATE INDEX conflicts_row ON conflicts (organization_id, table_name, row_id);

CREATE TABLE plants (
  organization_id uuid NOT NULL,
  id uuid NOT NULL,
  site_id uuid NOT NULL,
  batch_id uuid NOT NULL,
  label text NOT NULL,
  status text NOT NULL CHECK (status IN ('growing', 'harvested', 'destroyed')),
  created_at timestamptz NOT NULL,
  updated_at timestamptz NOT NULL,
  PRIMARY KEY (organization_id, id),
  FOREIGN KEY (organization_id, site_id) REFERENCES sites (organization_id, id),
  FOREIGN KEY (organization_id, batch_id) REFERENCES batches (organization_id, id)
);
CREATE UNIQUE INDEX plants_label ON plants (organization_id, label);
SELECT tendril.secure_tenant_table('plants');
SELECT tendril.make_synced('plants', 'site_id');

CREATE TABLE series (
  organization_id uuid NOT NULL,
  id uuid NOT NULL,
  site_id uuid NOT NULL,
  title text NOT NULL,
  starts_at text NOT NULL,                 -- local wall time: 08:00 stays 08:00 when the clocks change
  time_zone text NOT NULL,
  rule text NOT NULL,                      -- RFC 5545
  notes text,
  plant_id uuid,
  batch_id uuid,
  created_at timestamptz NOT NULL,
  updated_at timestamptz NOT NULL,
  PRIMARY KEY (organization_id, id),
  FOREIGN KEY (organization_id, site_id) REFERENCES sites (organization_id, id)
);
SELECT tendril.secure_tenant_table('series');
SELECT tendril.make_synced('series', 'site_id');

CREATE TABLE harvests (
  organization_id uuid NOT NULL,
  id uuid NOT NULL,
  site_id uuid NOT NULL,
  owner_id uuid,                           -- set where the organisation keeps harvests to the person who made them
  plant_id uuid,
  batch_id uuid,
  user_id uuid NOT NULL,
  stage text NOT NULL CHECK (stage IN ('harvest', 'drying', 'curing', 'inventory')),
  notes text,
  stage_started_at timestamptz,
  stage_completed_at timestamptz,
  photos jsonb,
  conflict_seen boolean NOT NULL DEFAULT false,
  created_at timestamptz NOT NULL,
  updated_at timestamptz NOT NULL,
  PRIMARY KEY (organization_id, id),
  FOREIGN KEY (organization_id, site_id) REFERENCES sites (organization_id, id),
  CHECK ((plant_id IS NULL) <> (batch_id IS NULL))
);
SELECT tendril.secure_tenant_table('harvests');
SELECT tendril.make_synced('harvests', 'site_id', 'owner_id');

CREATE TABLE harvest_weights (
  organization_id uuid NOT NULL,
  id uuid NOT NULL,
  site_id uuid NOT NULL,
  owner_id uuid,
  harvest_id uuid NOT NULL,
  user_id uuid NOT NULL,
  kind text NOT NULL CHECK (kind IN ('wet', 'dry', 'trimmings', 'weigh_in')),
  grams numeric NOT NULL CHECK (grams BETWEEN 0 AND 100000),
  tare_g numeric,
  measured_at timestamptz NOT NULL,
  corrects uuid,
  created_at timestamptz NOT NULL,
  updated_at timestamptz NOT NULL,
  PRIMARY KEY (organization_id, id),
  FOREIGN KEY (organization_id, harvest_id) REFERENCES harvests (organization_id, id)
);
CREATE INDEX harvest_weights_harvest ON harvest_weights (organization_id, harvest_id);
SELECT tendril.secure_tenant_table('harvest_weights');
SELECT tendril.make_synced('harvest_weights', 'site_id', 'owner_id');

CREATE TABLE tasks (
  organization_id uuid NOT NULL,
  id uuid NOT NULL,
  site_id uuid NOT NULL,
  title text NOT NULL,
  due_at text,                             -- local wall time
  time_zone text,
  remind_minutes bigint,
  status text NOT NULL CHECK (status IN ('pending', 'completed', 'skipped')),
  position numeric,
  notes text,
  series_id uuid,
  occurs_on date,
  plant_id uuid,
  batch_id uuid,
  harvest_id uuid,
  conflict_seen boolean NOT NULL DEFAULT false,
  created_at timestamptz NOT NULL,
  updated_at timestamptz NOT NULL,
  PRIMARY KEY (organization_id, id),
  FOREIGN KEY (organization_id, site_id) REFERENCES sites (organization_id, id)
);
SELECT tendril.secure_tenant_table('tasks');
SELECT tendril.make_synced('tasks', 'site_id');

-- Existing batches get revisions too, in the order of their ids; each organisation's head stands behind them.
SELECT tendril.make_synced('batches', 'site_id');
ALTER TABLE batches NO FORCE ROW LEVEL SECURITY;
ALTER TABLE sync_heads NO FORCE ROW LEVEL SECURITY;
WITH numbered AS (
  SELECT organization_id, id, row_number() OVER (PARTITION BY organization_id ORDER BY id) AS place FROM batches)
UPDATE batches SET revision = numbered.place, created_revision = numbered.place
FROM numbered WHERE batches.organization_id = numbered.organization_id AND batches.id = numbered.id;
INSERT INTO sync_heads (organization_id, revision)
SELECT organization_id, max(revision) FROM batches GROUP BY organization_id;
ALTER TABLE batches FORCE ROW LEVEL SECURITY;
ALTER TABLE sync_heads FORCE ROW LEVEL SECURITY;
