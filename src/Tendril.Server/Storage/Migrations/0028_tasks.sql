-- Tasks and the days of series: what was decided about one day, what a series leaves out, who did a task and when.

ALTER TABLE series
  ADD COLUMN except_on jsonb,              -- EXDATE: days that are left out
  ADD COLUMN remind_minutes bigint,
  ADD COLUMN harvest_id uuid;
ALTER TABLE tasks
  ADD COLUMN done_at timestamptz,          -- completed or skipped
  ADD COLUMN done_by uuid;
CREATE INDEX tasks_series ON tasks (organization_id, series_id) WHERE series_id IS NOT NULL;

-- What is not readable would give wrong days on every device. Rows from before are left as they are.
ALTER TABLE series
  ADD CONSTRAINT series_starts_at_check CHECK (starts_at ~ '^\d{4}-\d\d-\d\dT\d\d:\d\d$') NOT VALID,
  ADD CONSTRAINT series_rule_check CHECK (
    rule ~ ('^FREQ=(DAILY|WEEKLY|MONTHLY|YEARLY)(;((INTERVAL|COUNT)=[1-9]\d{0,2}|UNTIL=\d{8}(T\d{6}Z)?'
      || '|BYDAY=(,?(-?[1-9]\d?)?(SU|MO|TU|WE|TH|FR|SA))+|BYMONTHDAY=(,?-?[1-3]?\d)+))*$')
    AND NOT (rule ~ 'COUNT=' AND rule ~ 'UNTIL=')) NOT VALID,
  ADD CONSTRAINT series_remind_minutes_check CHECK (remind_minutes BETWEEN 0 AND 527040) NOT VALID;
ALTER TABLE tasks
  ADD CONSTRAINT tasks_due_at_check CHECK (due_at ~ '^\d{4}-\d\d-\d\dT\d\d:\d\d$') NOT VALID,
  ADD CONSTRAINT tasks_remind_minutes_check CHECK (remind_minutes BETWEEN 0 AND 527040) NOT VALID;

CREATE TABLE occurrence_overrides (
  organization_id uuid NOT NULL,
  id uuid NOT NULL,                        -- follows from series and day, so that two devices make one row
  site_id uuid NOT NULL,
  series_id uuid NOT NULL,
  occurs_on date NOT NULL,                 -- the day that the rule names, whenever it is done
  kind text NOT NULL CHECK (kind IN ('skip', 'reschedule', 'completed', 'open')),  -- open: taken back
  due_at text,
  time_zone text,
  created_at timestamptz NOT NULL,
  updated_at timestamptz NOT NULL,
  PRIMARY KEY (organization_id, id),
  FOREIGN KEY (organization_id, site_id) REFERENCES sites (organization_id, id)
);
CREATE UNIQUE INDEX occurrence_overrides_day ON occurrence_overrides (organization_id, series_id, occurs_on);
SELECT tendril.secure_tenant_table('occurrence_overrides');
SELECT tendril.make_synced('occurrence_overrides', 'site_id');
