-- The devices that sync, and what revoked ones delivered.

-- Each migrated database begins a history of its own, so that cursors of another one are never believed.
UPDATE tendril.sync_epoch SET epoch = extract(epoch FROM now())::bigint;

CREATE TABLE devices (
  organization_id uuid NOT NULL,
  id uuid NOT NULL,                        -- made by the device
  user_id uuid NOT NULL,
  name text NOT NULL CHECK (length(name) BETWEEN 1 AND 100),
  registered_at timestamptz NOT NULL,
  last_seen_at timestamptz NOT NULL,       -- to the minute
  revoked_at timestamptz,
  delivered_at timestamptz,                -- when it began, after that, to deliver what it had unsent
  PRIMARY KEY (organization_id, id)
);
CREATE INDEX devices_by_user ON devices (organization_id, user_id);
SELECT tendril.secure_tenant_table('devices');

-- What revoked devices delivered, word by word. It has no effect until a person takes it.
CREATE TABLE sync_quarantine (
  organization_id uuid NOT NULL,
  id uuid NOT NULL,                        -- the operation's
  device_id uuid NOT NULL,
  user_id uuid NOT NULL,
  group_id uuid,
  place bigint NOT NULL,                   -- the order in which it was done
  operation text NOT NULL,
  sent_at timestamptz NOT NULL,            -- by the device's clock
  received_at timestamptz NOT NULL,
  permissions text[] NOT NULL,             -- what the person might do when it came
  site_ids uuid[],                         -- NULL: every site
  status text NOT NULL CHECK (status IN ('waiting', 'accepted', 'rejected')),
  decided_by uuid,
  decided_at timestamptz,
  PRIMARY KEY (organization_id, id),
  FOREIGN KEY (organization_id, device_id) REFERENCES devices (organization_id, id)
);
CREATE INDEX sync_quarantine_waiting ON sync_quarantine (organization_id, received_at, place) WHERE status = 'waiting';
SELECT tendril.secure_tenant_table('sync_quarantine');
