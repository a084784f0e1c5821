-- Conflicts are settled by people: a record says who stands on both sides, what both began with, and how it was settled.

-- Who last edited each field of a synced row, beside when.
DO $$
DECLARE name text;
BEGIN
  FOR name IN SELECT table_name FROM information_schema.columns
    WHERE table_schema = 'public' AND column_name = 'edited_at' AND data_type = 'jsonb' LOOP
    EXECUTE format('ALTER TABLE public.%I ADD COLUMN edited_by jsonb NOT NULL DEFAULT ''{}''', name);
  END LOOP;
END $$;

CREATE OR REPLACE FUNCTION tendril.make_synced(name text, VARIADIC scope text[]) RETURNS void LANGUAGE plpgsql AS $$
DECLARE
  moved text := (SELECT string_agg(format('OLD.%I IS DISTINCT FROM NEW.%I', part, part), ' OR ') FROM unnest(scope) part);
BEGIN
  EXECUTE format('ALTER TABLE public.%I
    ADD COLUMN revision bigint NOT NULL DEFAULT 0,
    ADD COLUMN created_revision bigint NOT NULL DEFAULT 0,
    ADD COLUMN deleted_at timestamptz,
    ADD COLUMN edited_at jsonb NOT NULL DEFAULT ''{}'',
    ADD COLUMN edited_by jsonb NOT NULL DEFAULT ''{}''', name);
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

ALTER TABLE conflicts
  ADD COLUMN base_value text,              -- what the field held when both began
  ADD COLUMN server_by uuid,               -- who had set the server's value; NULL where that is not known
  ADD COLUMN server_at timestamptz,
  ADD COLUMN stood text,                   -- what stood before it was settled
  ADD COLUMN settled_by uuid,
  ADD COLUMN settled_at timestamptz;
CREATE INDEX conflicts_of_row ON conflicts (organization_id, row_id);

-- Every decision about a field: of a merge, or of the person who settled what a merge had left.
ALTER TABLE sync_decisions ADD COLUMN decided_by uuid;   -- NULL: a merge
