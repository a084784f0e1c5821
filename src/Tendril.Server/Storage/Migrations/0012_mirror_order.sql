-- The mirror is shown by name and counted by kind; both are answered from this index alone, without reading the rows, which
-- carry kilobytes of JSON each. Nobody looks names up in lower case.
CREATE INDEX metrc_objects_order ON metrc_objects (organization_id, site_id, kind, name, metrc_id) INCLUDE (gone_at);
DROP INDEX metrc_objects_name;
