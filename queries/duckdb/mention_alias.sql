-- Purpose: the aliases, former names and English names of the mentions.
-- Parameters: none.
-- Columns: mention, name (code into `name_text`); distinct.
CREATE TABLE mention_alias AS
SELECT DISTINCT m.mention, n.code AS name
FROM record_alias AS a
JOIN record_mention AS m USING (origin, position)
JOIN name_text AS n ON n.text = a.text
