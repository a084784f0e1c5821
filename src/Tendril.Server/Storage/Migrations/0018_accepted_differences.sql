-- What Metrc holds otherwise than it was sent, field by field, and what of it a person accepted: [{field, ours, metrc}].
ALTER TABLE report_operations
  ADD COLUMN differences jsonb NOT NULL DEFAULT '[]',
  ADD COLUMN accepted_differences jsonb NOT NULL DEFAULT '[]',
  ADD COLUMN accepted_by text;
