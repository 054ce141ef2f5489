-- Purpose: the aliases, former names and English names of the mentions.
-- Parameters: none.
-- Columns: mention, text; distinct.
CREATE TABLE mention_alias AS
WITH said AS (
    SELECT m.mention, r.name_en, r.aliases, r.former_names
    FROM companies_row AS r
    JOIN record_mention AS m ON m.origin = r.origin AND m.position = r.file_row_number
    WHERE r.name_en IS NOT NULL OR r.aliases IS NOT NULL OR r.former_names IS NOT NULL
)
SELECT DISTINCT mention, text
FROM (
    SELECT mention, unnest(aliases) AS text FROM said
    UNION ALL SELECT mention, unnest(former_names) FROM said
    UNION ALL SELECT mention, name_en FROM said
)
WHERE text IS NOT NULL
