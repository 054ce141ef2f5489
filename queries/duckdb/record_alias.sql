-- Purpose: the aliases, former names and English names of the companies records.
-- Parameters: none.
-- Columns: origin (number of the source), position (row in its Parquet file), text.
CREATE TABLE record_alias AS
SELECT origin, position, text
FROM (
    SELECT
        origin,
        file_row_number AS position,
        unnest(list_concat(list_concat(aliases, former_names), CASE WHEN name_en IS NOT NULL THEN [name_en] END)) AS text
    FROM companies_row
    WHERE name_en IS NOT NULL OR aliases IS NOT NULL OR former_names IS NOT NULL
)
WHERE text IS NOT NULL
