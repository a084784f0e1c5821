-- A search of the mirror compares each name of the site with the text. Names in lower case stand in the index by which the
-- mirror is shown, so that the rows, with kilobytes of JSON each, are not read and nothing is turned to lower case meanwhile.
ALTER TABLE metrc_objects ADD COLUMN find_text text NOT NULL GENERATED ALWAYS AS (lower(left(name, 500))) STORED;
DROP INDEX metrc_objects_order;
CREATE INDEX metrc_objects_order ON metrc_objects (organization_id, site_id, kind, name, metrc_id)
  INCLUDE (gone_at, find_text);
