-- Memberships, people and API tokens are written by tendril_system, which sees no tenant table. Their audit lines are
-- written by this function in the same transaction, so that there is never a change without its line or the reverse.
CREATE FUNCTION tendril.note_audit(
  organization uuid, id uuid, at timestamptz, actor_id uuid, actor text, action text, entity_type text, entity_id text,
  changes jsonb) RETURNS void LANGUAGE sql SECURITY DEFINER SET search_path = public
AS $$
  INSERT INTO audit_entries (organization_id, id, at, actor_id, actor, action, entity_type, entity_id, changes)
  VALUES (organization, id, at, actor_id, actor, action, entity_type, entity_id, changes)
$$;
REVOKE ALL ON FUNCTION tendril.note_audit(uuid, uuid, timestamptz, uuid, text, text, text, text, jsonb) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION tendril.note_audit(uuid, uuid, timestamptz, uuid, text, text, text, text, jsonb) TO tendril_system;

-- Which site a line is about; a member limited to some sites reads only theirs and what concerns all.
ALTER TABLE audit_entries ADD COLUMN site_id uuid;

-- The alert's mail: pending until a server has sent it, with the next try's moment as the claim of the one that tries.
ALTER TABLE alerts
  ADD COLUMN mail_attempts integer NOT NULL DEFAULT 0,
  ADD COLUMN mail_next_at timestamptz,
  ADD COLUMN mail_error text,
  ADD CONSTRAINT alerts_mail_status
    CHECK (mail_status IN ('not_wanted', 'not_configured', 'no_recipient', 'pending', 'sent', 'failed')),
  ADD CONSTRAINT alerts_site FOREIGN KEY (organization_id, site_id) REFERENCES sites (organization_id, id);
CREATE INDEX alerts_mail_pending ON alerts (organization_id, mail_next_at) WHERE mail_status = 'pending';

-- Which organisations have mail to send now, without opening any of their rows.
CREATE FUNCTION tendril.organizations_with_mail(due timestamptz) RETURNS SETOF uuid LANGUAGE sql STABLE SECURITY DEFINER
SET search_path = public
AS $$ SELECT DISTINCT organization_id FROM alerts WHERE mail_status = 'pending' AND mail_next_at <= due $$;
REVOKE ALL ON FUNCTION tendril.organizations_with_mail(timestamptz) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION tendril.organizations_with_mail(timestamptz) TO tendril_system;
