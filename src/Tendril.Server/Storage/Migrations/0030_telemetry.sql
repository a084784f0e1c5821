-- What people let the installation count of the sync, and for what.

-- Every yes and no, word by word: the newest of a person and purpose stands. Never changed.
CREATE TABLE telemetry_consents (
  organization_id uuid NOT NULL,
  id uuid NOT NULL,
  user_id uuid NOT NULL,
  purpose text NOT NULL CHECK (purpose IN ('performance', 'reliability')),
  version integer NOT NULL,                -- of the text that the person read
  granted boolean NOT NULL,
  decided_at timestamptz NOT NULL,
  PRIMARY KEY (organization_id, id)
);
CREATE INDEX telemetry_consents_newest ON telemetry_consents (organization_id, user_id, purpose, decided_at DESC, id DESC);
SELECT tendril.secure_tenant_table('telemetry_consents');

CREATE TABLE telemetry_events (
  organization_id uuid NOT NULL,
  id uuid NOT NULL,
  purpose text NOT NULL CHECK (purpose IN ('performance', 'reliability')),
  name text NOT NULL,
  pseudonym text NOT NULL,                 -- of a person on one day; another day's is another
  received_at timestamptz NOT NULL,
  body jsonb NOT NULL,
  PRIMARY KEY (organization_id, id)
);
CREATE INDEX telemetry_events_age ON telemetry_events (organization_id, received_at);
CREATE INDEX telemetry_events_pseudonym ON telemetry_events (organization_id, pseudonym);
SELECT tendril.secure_tenant_table('telemetry_events');

-- The runs of the job that deletes what is older than 90 days.
CREATE TABLE telemetry_purges (
  organization_id uuid NOT NULL,
  id uuid NOT NULL,
  ran_at timestamptz NOT NULL,
  deleted integer NOT NULL,
  PRIMARY KEY (organization_id, id)
);
SELECT tendril.secure_tenant_table('telemetry_purges');
