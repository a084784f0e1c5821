-- Cultivation: what is grown. -------------------------------------------------------------------------------------
CREATE TABLE cultivars (
  organization_id uuid NOT NULL,
  id uuid NOT NULL,
  name text NOT NULL CHECK (length(name) BETWEEN 1 AND 100),
  breeder text,
  genetics text,
  thc_percent numeric CHECK (thc_percent BETWEEN 0 AND 100),
  cbd_percent numeric CHECK (cbd_percent BETWEEN 0 AND 100),
  indica_percent numeric CHECK (indica_percent BETWEEN 0 AND 100),
  sativa_percent numeric CHECK (sativa_percent BETWEEN 0 AND 100),
  notes text,
  active boolean NOT NULL DEFAULT true,
  version integer NOT NULL,
  created_at timestamptz NOT NULL,
  updated_at timestamptz NOT NULL,
  PRIMARY KEY (organization_id, id)
);
CREATE UNIQUE INDEX cultivars_name ON cultivars (organization_id, lower(name));
SELECT tendril.secure_tenant_table('cultivars');

CREATE TABLE batches (
  organization_id uuid NOT NULL,
  id uuid NOT NULL,
  site_id uuid NOT NULL,
  batch_number text NOT NULL CHECK (length(batch_number) BETWEEN 1 AND 100),
  domain_type text NOT NULL CHECK (domain_type IN ('cannabis', 'produce')),
  cultivar_id uuid,
  source_type text NOT NULL CHECK (source_type IN ('seed', 'clone', 'tissue_culture')),
  source_package_label text,
  mother_plant_label text,
  plant_count integer NOT NULL CHECK (plant_count >= 0),
  tracked_count integer NOT NULL DEFAULT 0 CHECK (tracked_count >= 0),     -- plants with a tag of their own
  untracked_count integer NOT NULL GENERATED ALWAYS AS (plant_count - tracked_count) STORED,
  stage text NOT NULL,
  status text NOT NULL CHECK (status IN ('active', 'quarantined', 'completed', 'destroyed')),
  start_date date NOT NULL,
  expected_harvest_date date,
  actual_harvest_date date,
  parent_batch_id uuid,
  parent_relationship text CHECK (parent_relationship IN ('clone', 'split', 'merge', 'cross')),
  notes text,
  version integer NOT NULL,
  created_at timestamptz NOT NULL,
  updated_at timestamptz NOT NULL,
  PRIMARY KEY (organization_id, id),
  FOREIGN KEY (organization_id, site_id) REFERENCES sites (organization_id, id),
  FOREIGN KEY (organization_id, cultivar_id) REFERENCES cultivars (organization_id, id),
  FOREIGN KEY (organization_id, parent_batch_id) REFERENCES batches (organization_id, id),
  CHECK (tracked_count <= plant_count),
  CHECK ((parent_batch_id IS NULL) = (parent_relationship IS NULL)),
  CHECK (parent_batch_id <> id)
);
CREATE UNIQUE INDEX batches_number ON batches (organization_id, site_id, lower(batch_number));
CREATE INDEX batches_updated ON batches (organization_id, updated_at DESC, id);
CREATE INDEX batches_cultivar ON batches (organization_id, cultivar_id);
CREATE INDEX batches_parent ON batches (organization_id, parent_batch_id) WHERE parent_batch_id IS NOT NULL;
SELECT tendril.secure_tenant_table('batches');

-- A number of plants is never overwritten without one of these.
CREATE TABLE batch_count_events (
  organization_id uuid NOT NULL,
  id uuid NOT NULL,
  site_id uuid NOT NULL,
  batch_id uuid NOT NULL,
  count_before integer NOT NULL,
  count_after integer NOT NULL CHECK (count_after >= 0),
  reason text NOT NULL CHECK (reason IN ('died', 'destroyed_voluntary', 'destroyed_mandatory', 'contamination',
    'pest_infestation', 'unhealthy', 'data_error', 'other')),
  note text,
  confirmed_warnings text[] NOT NULL DEFAULT '{}',
  at timestamptz NOT NULL,
  actor_id uuid,
  actor text NOT NULL,
  PRIMARY KEY (organization_id, id),
  FOREIGN KEY (organization_id, batch_id) REFERENCES batches (organization_id, id)
);
CREATE INDEX batch_count_events_batch ON batch_count_events (organization_id, batch_id, at);
SELECT tendril.secure_tenant_table('batch_count_events', append_only => true);

-- One row per stage entered, with the warnings that the person saw and confirmed.
CREATE TABLE batch_stage_events (
  organization_id uuid NOT NULL,
  id uuid NOT NULL,
  site_id uuid NOT NULL,
  batch_id uuid NOT NULL,
  from_stage text,                                  -- NULL: the stage the batch was made with
  to_stage text NOT NULL,
  reason text,
  confirmed_warnings text[] NOT NULL DEFAULT '{}',
  at timestamptz NOT NULL,
  actor_id uuid,
  actor text NOT NULL,
  PRIMARY KEY (organization_id, id),
  FOREIGN KEY (organization_id, batch_id) REFERENCES batches (organization_id, id)
);
CREATE INDEX batch_stage_events_batch ON batch_stage_events (organization_id, batch_id, at);
SELECT tendril.secure_tenant_table('batch_stage_events', append_only => true);

-- Plants of a batch standing in a pod from a day to a day (both included); open while to_date is NULL.
CREATE TABLE pod_assignments (
  organization_id uuid NOT NULL,
  id uuid NOT NULL,
  site_id uuid NOT NULL,
  batch_id uuid NOT NULL,
  pod_id uuid NOT NULL,
  plant_count integer NOT NULL CHECK (plant_count > 0),
  from_date date NOT NULL,
  to_date date,
  created_at timestamptz NOT NULL,
  updated_at timestamptz NOT NULL,
  PRIMARY KEY (organization_id, id),
  FOREIGN KEY (organization_id, site_id) REFERENCES sites (organization_id, id),
  FOREIGN KEY (organization_id, batch_id) REFERENCES batches (organization_id, id),
  FOREIGN KEY (organization_id, pod_id) REFERENCES pods (organization_id, id),
  CHECK (to_date >= from_date)
);
CREATE INDEX pod_assignments_batch ON pod_assignments (organization_id, batch_id, from_date);
CREATE INDEX pod_assignments_pod ON pod_assignments (organization_id, pod_id, from_date);
SELECT tendril.secure_tenant_table('pod_assignments');

-- Inventory: what is in stock. ------------------------------------------------------------------------------------
CREATE TABLE lots (
  organization_id uuid NOT NULL,
  id uuid NOT NULL,
  site_id uuid NOT NULL,
  room_id uuid,
  lot_number text NOT NULL,
  product_name text NOT NULL,                       -- exactly as Metrc names the item
  quantity numeric NOT NULL DEFAULT 0,              -- the sum of the lot's movements; only their trigger writes it
  unit_of_measure text NOT NULL,
  status text NOT NULL CHECK (status IN ('available', 'in_transit', 'on_hold', 'quarantined', 'finished')),
  compliance_package_uid text,                      -- the package's label
  location_name text,
  lab_testing_state text,
  packaged_date date,
  expiration_date date,
  received_at timestamptz NOT NULL,
  gone_at timestamptz,                              -- since when a complete sweep no longer finds the package
  conflict boolean NOT NULL DEFAULT false,
  version integer NOT NULL DEFAULT 1,
  created_at timestamptz NOT NULL,
  updated_at timestamptz NOT NULL,
  -- What a person may type to find the lot. LIKE on it reads the rows: under row-level security no index for
  -- patterns may be used, because LIKE is not leak-proof.
  find_text text NOT NULL GENERATED ALWAYS AS (lower(
    lot_number || chr(10) || product_name || chr(10) || coalesce(compliance_package_uid, '') || chr(10)
    || coalesce(location_name, ''))) STORED,
  PRIMARY KEY (organization_id, id),
  FOREIGN KEY (organization_id, site_id) REFERENCES sites (organization_id, id),
  FOREIGN KEY (organization_id, room_id) REFERENCES rooms (organization_id, id)
);
-- After a transfer between two sites of one organisation the label rightly stands in both sites' books.
CREATE UNIQUE INDEX lots_label ON lots (organization_id, site_id, compliance_package_uid);
CREATE INDEX lots_updated ON lots (organization_id, updated_at DESC, id);
CREATE INDEX lots_product_name ON lots (organization_id, product_name, id);
SELECT tendril.secure_tenant_table('lots');
-- Nobody but the trigger below writes a quantity. A column added to lots later must be granted here likewise.
REVOKE INSERT, UPDATE ON lots FROM tendril_app;
GRANT INSERT (organization_id, id, site_id, room_id, lot_number, product_name, unit_of_measure, status,
  compliance_package_uid, location_name, lab_testing_state, packaged_date, expiration_date, received_at, gone_at,
  conflict, version, created_at, updated_at) ON lots TO tendril_app;
GRANT UPDATE (site_id, room_id, lot_number, product_name, unit_of_measure, status,
  compliance_package_uid, location_name, lab_testing_state, packaged_date, expiration_date, received_at, gone_at,
  conflict, version, updated_at) ON lots TO tendril_app;

-- The ledger. Quantities are signed and in the lot's unit; at most 16 decimals, so that every sum fits a decimal.
CREATE TABLE stock_movements (
  organization_id uuid NOT NULL,
  id uuid NOT NULL,
  site_id uuid NOT NULL,
  lot_id uuid NOT NULL,
  kind text NOT NULL CHECK (kind IN ('receive', 'consume', 'transfer', 'adjust', 'count', 'dispose', 'return',
    'reserve', 'unreserve', 'sale', 'production_in', 'production_out', 'waste')),
  quantity numeric NOT NULL CHECK (abs(quantity) < 1000000000000 AND scale(trim_scale(quantity)) <= 16),
  unit_of_measure text NOT NULL,
  reason text NOT NULL,
  reference text,
  at timestamptz NOT NULL,
  actor_id uuid,
  actor text NOT NULL,
  PRIMARY KEY (organization_id, id),
  FOREIGN KEY (organization_id, lot_id) REFERENCES lots (organization_id, id)
);
CREATE INDEX stock_movements_lot ON stock_movements (organization_id, lot_id, at);
SELECT tendril.secure_tenant_table('stock_movements', append_only => true);

-- Keeps lots.quantity equal to the sum of movements: once per statement, so that thousands of rows cost one update.
-- It runs as the owner, who alone may write the column; the rows it adds up have passed the tenant policy.
CREATE FUNCTION tendril.add_movements_to_lots() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path = public
AS $$
DECLARE
  written bigint;
BEGIN
  UPDATE lots SET quantity = lots.quantity + moved.quantity
  FROM (SELECT organization_id, lot_id, site_id, unit_of_measure, sum(quantity) AS quantity FROM added
        GROUP BY organization_id, lot_id, site_id, unit_of_measure ORDER BY organization_id, lot_id) AS moved
  WHERE lots.organization_id = moved.organization_id AND lots.id = moved.lot_id
    AND lots.site_id = moved.site_id AND lots.unit_of_measure = moved.unit_of_measure;
  GET DIAGNOSTICS written = ROW_COUNT;
  IF written <> (SELECT count(*) FROM (
      SELECT DISTINCT organization_id, lot_id, site_id, unit_of_measure FROM added) AS moved) THEN
    RAISE EXCEPTION 'A movement has another unit or site than its lot' USING ERRCODE = 'check_violation';
  END IF;
  RETURN NULL;
END $$;
CREATE TRIGGER add_to_lots AFTER INSERT ON stock_movements REFERENCING NEW TABLE AS added
  FOR EACH STATEMENT EXECUTE FUNCTION tendril.add_movements_to_lots();

-- A quantity means nothing without its unit: the lot is brought to zero before its unit changes.
CREATE FUNCTION tendril.refuse_unit_change() RETURNS trigger LANGUAGE plpgsql
AS $$
BEGIN
  RAISE EXCEPTION 'The unit of a lot changes only while its quantity is zero' USING ERRCODE = 'check_violation';
END $$;
CREATE TRIGGER keep_unit BEFORE UPDATE OF unit_of_measure ON lots FOR EACH ROW
  WHEN (OLD.unit_of_measure <> NEW.unit_of_measure AND OLD.quantity <> 0) EXECUTE FUNCTION tendril.refuse_unit_change();
