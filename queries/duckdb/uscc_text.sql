-- Purpose: the distinct USCC codes by which companies are mentioned.
-- Parameters: none.
-- Columns: code (rank in code-point order), text.
CREATE TABLE uscc_text AS
SELECT row_number() OVER (ORDER BY text) - 1 AS code, text
FROM (SELECT uscc AS text FROM companies_row UNION SELECT uscc FROM reference_told)
WHERE text IS NOT NULL
