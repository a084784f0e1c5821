-- What Tendril knows of the state's system: how to get in, what was read, what belongs to what.

-- Keys are sealed before they come here; the hints are their last four characters.
CREATE TABLE metrc_credentials (
  organization_id uuid NOT NULL,
  id uuid NOT NULL,
  site_id uuid NOT NULL,
  environment text NOT NULL CHECK (environment IN ('sandbox', 'production')),
  base_url text NOT NULL,
  vendor_key bytea NOT NULL,
  user_key bytea NOT NULL,
  vendor_key_hint text NOT NULL,
  user_key_hint text NOT NULL,
  facility_name text NOT NULL,
  key_id text NOT NULL,                  -- fingerprint of host and both keys, for evidence
  validated_at timestamptz NOT NULL,
  keys_changed_at timestamptz NOT NULL,
  created_at timestamptz NOT NULL,
  updated_at timestamptz NOT NULL,
  PRIMARY KEY (organization_id, id),
  FOREIGN KEY (organization_id, site_id) REFERENCES sites (organization_id, id)
);
CREATE UNIQUE INDEX metrc_credentials_site ON metrc_credentials (organization_id, site_id, environment);
SELECT tendril.secure_tenant_table('metrc_credentials');

CREATE TABLE compliance_sync_logs (
  organization_id uuid NOT NULL,
  id uuid NOT NULL,
  site_id uuid NOT NULL,
  system text NOT NULL DEFAULT 'metrc',
  sync_type text NOT NULL,
  direction text NOT NULL CHECK (direction IN ('push', 'pull', 'bidirectional')),
  operation text NOT NULL CHECK (operation IN ('create', 'update', 'delete', 'sync')),
  status text NOT NULL CHECK (status IN ('pending', 'in_progress', 'completed', 'partial', 'failed')),
  started_at timestamptz NOT NULL,
  completed_at timestamptz,
  duration_ms bigint,
  processed integer NOT NULL DEFAULT 0,
  created integer NOT NULL DEFAULT 0,
  updated integer NOT NULL DEFAULT 0,
  failed integer NOT NULL DEFAULT 0,
  total integer,                         -- how many rows are expected, once Metrc said so
  stage text,                            -- what is being done right now, in words
  error_code text,
  error_message text,
  error_help text,
  errors jsonb NOT NULL DEFAULT '[]',    -- [{key, message}] of single rows and lists
  response_payload jsonb,                -- counters per type, requests and responses worth keeping
  parent_id uuid,                        -- the run over several types that this one belongs to
  triggered_by text NOT NULL,
  triggered_by_id uuid,
  entity_id uuid,
  operation_id uuid,
  lease_epoch bigint,
  PRIMARY KEY (organization_id, id),
  FOREIGN KEY (organization_id, site_id) REFERENCES sites (organization_id, id)
);
CREATE INDEX compliance_sync_logs_at ON compliance_sync_logs (organization_id, started_at DESC);
CREATE INDEX compliance_sync_logs_site ON compliance_sync_logs (organization_id, site_id, sync_type, started_at DESC);
CREATE INDEX compliance_sync_logs_open ON compliance_sync_logs (organization_id, site_id)
  WHERE status IN ('pending', 'in_progress');
CREATE INDEX compliance_sync_logs_entity ON compliance_sync_logs (organization_id, entity_id) WHERE entity_id IS NOT NULL;
SELECT tendril.secure_tenant_table('compliance_sync_logs');

-- The mirror: every object as Metrc last told it. A row that is no longer there keeps its last state and gets gone_at.
CREATE TABLE metrc_objects (
  organization_id uuid NOT NULL,
  site_id uuid NOT NULL,
  kind text NOT NULL,
  metrc_id bigint NOT NULL,
  name text NOT NULL,
  list text NOT NULL,                    -- the list of Metrc that it stood in last: active, inactive, onhold, …
  type_name text,
  active boolean NOT NULL,
  last_modified timestamptz,
  payload jsonb NOT NULL,
  payload_hash uuid NOT NULL,            -- 128 bits of a hash over the row as it came
  seen_sweep uuid,                       -- the last complete sweep that met it
  first_seen_at timestamptz NOT NULL,
  changed_at timestamptz NOT NULL,
  gone_at timestamptz,
  PRIMARY KEY (organization_id, site_id, kind, metrc_id)
);
CREATE INDEX metrc_objects_name ON metrc_objects (organization_id, site_id, kind, lower(name));
SELECT tendril.secure_tenant_table('metrc_objects');

-- How far each list of a facility was read. No row: nothing is known, a complete sweep is needed.
CREATE TABLE metrc_watermarks (
  organization_id uuid NOT NULL,
  site_id uuid NOT NULL,
  list text NOT NULL,                    -- such as packages.active
  environment text NOT NULL,
  modified_through timestamptz,          -- every change up to here has been read
  swept_at timestamptz,                  -- when the last complete sweep of this list ended
  updated_at timestamptz NOT NULL,
  PRIMARY KEY (organization_id, site_id, list)
);
SELECT tendril.secure_tenant_table('metrc_watermarks');

-- Ours ↔ Metrc's. A closed mapping is history; only open ones must be unique.
CREATE TABLE metrc_batch_mappings (
  organization_id uuid NOT NULL,
  id uuid NOT NULL,
  site_id uuid NOT NULL,
  batch_id uuid NOT NULL,
  metrc_batch_id bigint NOT NULL,
  metrc_batch_name text NOT NULL,
  metrc_batch_type text,
  last_synced_at timestamptz NOT NULL,
  sync_status text NOT NULL CHECK (sync_status IN ('synced', 'pending', 'conflict', 'error')),
  sync_error_message text,
  operation_id uuid,
  closed_at timestamptz,
  closed_reason text,
  closed_by text,
  created_at timestamptz NOT NULL,
  updated_at timestamptz NOT NULL,
  PRIMARY KEY (organization_id, id)
);
CREATE UNIQUE INDEX metrc_batch_mappings_batch ON metrc_batch_mappings (organization_id, batch_id) WHERE closed_at IS NULL;
CREATE UNIQUE INDEX metrc_batch_mappings_metrc ON metrc_batch_mappings (organization_id, site_id, metrc_batch_id)
  WHERE closed_at IS NULL;
SELECT tendril.secure_tenant_table('metrc_batch_mappings');

CREATE TABLE metrc_package_mappings (
  organization_id uuid NOT NULL,
  id uuid NOT NULL,
  site_id uuid NOT NULL,
  inventory_lot_id uuid NOT NULL,
  metrc_package_id bigint NOT NULL,
  metrc_package_label text NOT NULL,
  last_synced_at timestamptz NOT NULL,
  sync_status text NOT NULL CHECK (sync_status IN ('synced', 'pending', 'conflict', 'error')),
  sync_error_message text,
  conflict jsonb,                        -- {field: [ours, theirs]} while sync_status is conflict
  operation_id uuid,
  closed_at timestamptz,
  closed_reason text,
  closed_by text,
  created_at timestamptz NOT NULL,
  updated_at timestamptz NOT NULL,
  PRIMARY KEY (organization_id, id)
);
CREATE UNIQUE INDEX metrc_package_mappings_lot ON metrc_package_mappings (organization_id, inventory_lot_id)
  WHERE closed_at IS NULL;
CREATE UNIQUE INDEX metrc_package_mappings_metrc ON metrc_package_mappings (organization_id, site_id, metrc_package_id)
  WHERE closed_at IS NULL;
SELECT tendril.secure_tenant_table('metrc_package_mappings');

-- Several cultivars may be one strain in Metrc; a cultivar has one strain per site.
CREATE TABLE metrc_strain_mappings (
  organization_id uuid NOT NULL,
  id uuid NOT NULL,
  site_id uuid NOT NULL,
  cultivar_id uuid NOT NULL,
  metrc_strain_id bigint NOT NULL,
  metrc_strain_name text NOT NULL,
  last_synced_at timestamptz NOT NULL,
  sync_status text NOT NULL CHECK (sync_status IN ('synced', 'pending', 'conflict', 'error')),
  sync_error_message text,
  operation_id uuid,
  closed_at timestamptz,
  closed_reason text,
  closed_by text,
  created_at timestamptz NOT NULL,
  updated_at timestamptz NOT NULL,
  PRIMARY KEY (organization_id, id)
);
CREATE UNIQUE INDEX metrc_strain_mappings_cultivar ON metrc_strain_mappings (organization_id, site_id, cultivar_id)
  WHERE closed_at IS NULL;
CREATE INDEX metrc_strain_mappings_strain ON metrc_strain_mappings (organization_id, site_id, metrc_strain_id);
SELECT tendril.secure_tenant_table('metrc_strain_mappings');

CREATE TABLE pull_schedules (
  organization_id uuid NOT NULL,
  id uuid NOT NULL,
  site_id uuid NOT NULL,
  sync_type text NOT NULL,
  enabled boolean NOT NULL DEFAULT true,
  interval_minutes integer NOT NULL CHECK (interval_minutes BETWEEN 15 AND 10080),
  next_run_at timestamptz NOT NULL,
  last_run_at timestamptz,
  last_log_id uuid,
  last_completed_at timestamptz,
  consecutive_failures integer NOT NULL DEFAULT 0,
  alerted_at timestamptz,
  updated_at timestamptz NOT NULL,
  created_at timestamptz NOT NULL,
  PRIMARY KEY (organization_id, id),
  FOREIGN KEY (organization_id, site_id) REFERENCES sites (organization_id, id)
);
CREATE UNIQUE INDEX pull_schedules_type ON pull_schedules (organization_id, site_id, sync_type);
SELECT tendril.secure_tenant_table('pull_schedules');
