-- Purpose: the distinct names of banks that companies work with.
-- Parameters: none.
-- Columns: code (rank in code-point order), text.
CREATE OR REPLACE TABLE bank_label AS
SELECT row_number() OVER (ORDER BY text) - 1 AS code, text
FROM (SELECT DISTINCT unnest(banks) AS text FROM company UNION SELECT main_bank FROM company)
WHERE text IS NOT NULL
