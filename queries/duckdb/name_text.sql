-- Purpose: every distinct name, alias, former or English name.
-- Parameters: none.
-- Columns: code (rank in code-point order), text.
CREATE TABLE name_text AS
SELECT row_number() OVER (ORDER BY text) - 1 AS code, text
FROM (SELECT name AS text FROM companies_row UNION SELECT name FROM reference_told UNION SELECT text FROM record_alias)
WHERE text IS NOT NULL
