-- Purpose: the distinct LEI codes by which companies are mentioned.
-- Parameters: none.
-- Columns: code (rank in code-point order), text.
CREATE TABLE lei_text AS
SELECT row_number() OVER (ORDER BY text) - 1 AS code, text
FROM (SELECT lei AS text FROM companies_row UNION SELECT lei FROM reference_told)
WHERE text IS NOT NULL
