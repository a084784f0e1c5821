-- The ledger of what is to be told to the state: one row per thing, written in the transaction of the local change.
CREATE TABLE report_operations (
  organization_id uuid NOT NULL,
  id uuid NOT NULL,
  site_id uuid NOT NULL,
  kind text NOT NULL,
  entity_type text NOT NULL,
  entity_id uuid NOT NULL,
  entity_name text NOT NULL,
  payload jsonb NOT NULL,               -- what will be sent, in our words
  payload_hash text NOT NULL,           -- SHA-256 of the canonical payload
  match_key text NOT NULL,              -- how the object is found again in Metrc
  state text NOT NULL CHECK (state IN
    ('recorded', 'claimed', 'sent', 'confirmed', 'refused', 'unknown', 'verified', 'needs_person')),
  attempts integer NOT NULL DEFAULT 0,  -- how often it was sent
  checks integer NOT NULL DEFAULT 0,    -- how often it was looked up or read back in the present state
  fence bigint NOT NULL DEFAULT 0,      -- grows with every claim; a worker with an older number may not write
  lease_owner text,
  lease_until timestamptz,
  next_attempt_at timestamptz NOT NULL,
  sent_at timestamptz,                  -- the beginning of the last send
  answered_at timestamptz,              -- when its answer, or our giving up, was noted
  deadline timestamptz,
  error text,
  metrc_id bigint,
  given_up_by text,                     -- who closed it without effect, when a person did
  sync_log_id uuid,
  group_id uuid,
  confirmed_warnings jsonb NOT NULL DEFAULT '[]',
  created_by_id uuid,
  created_by text NOT NULL,
  created_at timestamptz NOT NULL,
  updated_at timestamptz NOT NULL,
  PRIMARY KEY (organization_id, id),
  FOREIGN KEY (organization_id, site_id) REFERENCES sites (organization_id, id)
);
-- One live operation that creates an object, whatever two clicks or two servers do; a verified one is guarded by its mapping.
CREATE UNIQUE INDEX report_operations_one_live_create ON report_operations (organization_id, kind, entity_id)
  WHERE state NOT IN ('refused', 'verified');
CREATE INDEX report_operations_list ON report_operations (organization_id, site_id, created_at DESC);
CREATE INDEX report_operations_open ON report_operations (next_attempt_at)
  WHERE state IN ('recorded', 'claimed', 'sent', 'confirmed', 'unknown');
SELECT tendril.secure_tenant_table('report_operations');

-- What was said between us and Metrc, word for word, without keys. Added, never changed.
CREATE TABLE report_evidence (
  organization_id uuid NOT NULL,
  id uuid NOT NULL,
  operation_id uuid NOT NULL,
  at timestamptz NOT NULL,
  step text NOT NULL,
  method text NOT NULL,
  url text NOT NULL,
  key_id text NOT NULL,
  status integer,
  request_body text,
  response_body text,
  failure text,
  elapsed_ms integer NOT NULL,
  sha256 text NOT NULL,                 -- of request and response bytes' hashes
  PRIMARY KEY (organization_id, id),
  FOREIGN KEY (organization_id, operation_id) REFERENCES report_operations (organization_id, id)
);
CREATE INDEX report_evidence_operation ON report_evidence (organization_id, operation_id, at);
SELECT tendril.secure_tenant_table('report_evidence', append_only => true);

-- The reporter must find work in every organisation before it can open any of them; it learns ids and nothing else. A few per
-- site at once, so that one facility's hanging answers do not keep the others waiting.
CREATE FUNCTION tendril.due_operations(most integer, per_site integer)
RETURNS TABLE (organization_id uuid, operation_id uuid)
LANGUAGE sql VOLATILE SECURITY DEFINER SET search_path = public
AS $$
  WITH open AS (
    SELECT o.organization_id, o.id, o.site_id, o.deadline, o.next_attempt_at,
      o.lease_until IS NOT NULL AND o.lease_until > clock_timestamp() AS held
    FROM report_operations o
    WHERE o.state IN ('recorded', 'claimed', 'sent', 'confirmed', 'unknown')
      AND (o.next_attempt_at <= clock_timestamp() OR o.lease_until > clock_timestamp())
  ), placed AS (
    SELECT *, row_number() OVER (
      PARTITION BY open.organization_id, open.site_id ORDER BY held DESC, deadline NULLS LAST, next_attempt_at) AS place
    FROM open
  )
  SELECT placed.organization_id, placed.id FROM placed
  WHERE NOT held AND place <= per_site AND next_attempt_at <= clock_timestamp()
  ORDER BY deadline NULLS LAST, next_attempt_at LIMIT most
$$;
REVOKE ALL ON FUNCTION tendril.due_operations(integer, integer) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION tendril.due_operations(integer, integer) TO tendril_app;
