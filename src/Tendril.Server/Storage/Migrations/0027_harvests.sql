-- The harvest workflow: stages entered, results, attempts, and what an organisation decided about it.

ALTER TABLE harvests ADD COLUMN overlap_reason text;
CREATE INDEX harvests_plant ON harvests (organization_id, plant_id) WHERE plant_id IS NOT NULL;

CREATE TABLE harvest_settings (
  organization_id uuid NOT NULL,
  id uuid NOT NULL,                        -- the same one everywhere: there is one row
  kept_to_owner boolean NOT NULL,
  undo_seconds bigint NOT NULL CHECK (undo_seconds BETWEEN 0 AND 600),
  created_at timestamptz NOT NULL,
  updated_at timestamptz NOT NULL,
  PRIMARY KEY (organization_id, id)
);
SELECT tendril.secure_tenant_table('harvest_settings');
SELECT tendril.make_synced('harvest_settings', 'id');

CREATE TABLE harvest_stages (
  organization_id uuid NOT NULL,
  id uuid NOT NULL,
  site_id uuid NOT NULL,
  owner_id uuid,
  harvest_id uuid NOT NULL,
  user_id uuid NOT NULL,
  ordinal bigint NOT NULL,
  stage text NOT NULL CHECK (stage IN ('harvest', 'drying', 'curing', 'inventory')),
  from_stage text CHECK (from_stage IN ('harvest', 'drying', 'curing', 'inventory')),
  entered_by text NOT NULL CHECK (entered_by IN ('start', 'advance', 'override_skip', 'undo', 'revert', 'finalize')),
  started_at timestamptz NOT NULL,
  completed_at timestamptz,
  entered_at timestamptz NOT NULL,
  operation_id uuid,
  device_id uuid,
  notes text,
  reason text,
  wet_weight_g numeric,
  dry_weight_g numeric,
  trimmings_weight_g numeric,
  created_at timestamptz NOT NULL,
  updated_at timestamptz NOT NULL,
  PRIMARY KEY (organization_id, id),
  FOREIGN KEY (organization_id, harvest_id) REFERENCES harvests (organization_id, id)
);
CREATE UNIQUE INDEX harvest_stages_ordinal ON harvest_stages (organization_id, harvest_id, ordinal);
SELECT tendril.secure_tenant_table('harvest_stages');
SELECT tendril.make_synced('harvest_stages', 'site_id', 'owner_id');

CREATE TABLE inventory (
  organization_id uuid NOT NULL,
  id uuid NOT NULL,                        -- follows from the harvest's
  site_id uuid NOT NULL,
  owner_id uuid,
  harvest_id uuid NOT NULL,
  plant_id uuid,
  batch_id uuid,
  user_id uuid NOT NULL,
  final_weight_g numeric NOT NULL CHECK (final_weight_g > 0 AND final_weight_g <= 100000),
  harvest_date date NOT NULL,
  total_duration_days bigint NOT NULL CHECK (total_duration_days >= 0),
  started_at timestamptz NOT NULL,
  finished_at timestamptz NOT NULL,
  checklist jsonb,
  reverted_at timestamptz,
  created_at timestamptz NOT NULL,
  updated_at timestamptz NOT NULL,
  PRIMARY KEY (organization_id, id),
  FOREIGN KEY (organization_id, site_id) REFERENCES sites (organization_id, id),
  FOREIGN KEY (organization_id, harvest_id) REFERENCES harvests (organization_id, id)
);
CREATE UNIQUE INDEX inventory_harvest ON inventory (organization_id, harvest_id);
SELECT tendril.secure_tenant_table('inventory');
SELECT tendril.make_synced('inventory', 'site_id', 'owner_id');

-- A day is a day at the site. Devices do not know its zone, so that nothing but the database may say which day it was.
CREATE FUNCTION tendril.date_of_harvest() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  NEW.harvest_date := coalesce((SELECT (NEW.started_at AT TIME ZONE site.time_zone)::date FROM sites AS site
    WHERE site.organization_id = NEW.organization_id AND site.id = NEW.site_id), NEW.harvest_date);
  RETURN NEW;
END $$;
REVOKE ALL ON FUNCTION tendril.date_of_harvest() FROM PUBLIC;
CREATE TRIGGER date_of_harvest BEFORE INSERT OR UPDATE ON inventory
  FOR EACH ROW EXECUTE FUNCTION tendril.date_of_harvest();

-- An attempt to make a harvest that was refused names no row of harvests.
CREATE TABLE harvest_audits (
  organization_id uuid NOT NULL,
  id uuid NOT NULL,                        -- follows from the operation's
  site_id uuid NOT NULL,
  owner_id uuid,
  harvest_id uuid NOT NULL,
  user_id uuid NOT NULL,
  device_id uuid,
  operation_type text NOT NULL CHECK (operation_type IN ('stage_advance', 'override_skip', 'revert', 'undo', 'finalize',
    'sync_rejected')),
  status text NOT NULL CHECK (status IN ('permitted', 'blocked')),
  from_stage text,
  to_stage text,
  reason text,
  code text,
  claimed_at timestamptz NOT NULL,
  performed_at timestamptz NOT NULL,
  received_at timestamptz NOT NULL,
  created_at timestamptz NOT NULL,
  updated_at timestamptz NOT NULL,
  PRIMARY KEY (organization_id, id),
  FOREIGN KEY (organization_id, site_id) REFERENCES sites (organization_id, id)
);
CREATE INDEX harvest_audits_harvest ON harvest_audits (organization_id, harvest_id, performed_at);
SELECT tendril.secure_tenant_table('harvest_audits', append_only => true);
SELECT tendril.make_synced('harvest_audits', 'site_id', 'owner_id');
