-- Photos: each content once per organisation, under its SHA-256, in parts that fit a row.

CREATE TABLE attachments (
  organization_id uuid NOT NULL,
  hash text NOT NULL,                      -- SHA-256 of the content, 64 hexadecimal digits in lower case
  content_id uuid NOT NULL,                -- its parts
  media_type text NOT NULL CHECK (media_type IN ('image/jpeg', 'image/png', 'image/webp', 'image/heic')),
  size bigint NOT NULL,
  stored_by uuid NOT NULL,
  stored_at timestamptz NOT NULL,
  PRIMARY KEY (organization_id, hash)
);
SELECT tendril.secure_tenant_table('attachments');

-- What is under way, for each person apart: what one sends cannot spoil what another does.
CREATE TABLE attachment_uploads (
  organization_id uuid NOT NULL,
  hash text NOT NULL,
  user_id uuid NOT NULL,
  content_id uuid NOT NULL,
  media_type text NOT NULL CHECK (media_type IN ('image/jpeg', 'image/png', 'image/webp', 'image/heic')),
  size bigint NOT NULL,
  received bigint NOT NULL DEFAULT 0,
  touched_at timestamptz NOT NULL,
  PRIMARY KEY (organization_id, hash, user_id)
);
CREATE INDEX attachment_uploads_touched ON attachment_uploads (organization_id, touched_at);
SELECT tendril.secure_tenant_table('attachment_uploads');

CREATE TABLE attachment_parts (
  organization_id uuid NOT NULL,
  content_id uuid NOT NULL,
  start bigint NOT NULL,                   -- the place of its first byte in the content
  bytes bytea NOT NULL,
  PRIMARY KEY (organization_id, content_id, start)
);
-- Photos are packed already.
ALTER TABLE attachment_parts ALTER COLUMN bytes SET STORAGE EXTERNAL;
SELECT tendril.secure_tenant_table('attachment_parts');

-- Who may see a photo is asked of the rows that name it.
CREATE INDEX harvests_photos ON harvests USING gin (photos jsonb_path_ops) WHERE photos IS NOT NULL;
