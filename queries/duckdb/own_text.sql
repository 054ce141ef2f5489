-- Purpose: the distinct own ids of the companies rows.
-- Parameters: none.
-- Columns: code (rank in code-point order), text.
CREATE TABLE own_text AS
SELECT row_number() OVER (ORDER BY text) - 1 AS code, text
FROM (SELECT DISTINCT own_id AS text FROM companies_row WHERE own_id IS NOT NULL)
