-- Purpose: the distinct USCC codes of the mentions.
-- Parameters: none.
-- Columns: code (rank in code-point order), text.
CREATE TABLE uscc_text AS
SELECT row_number() OVER (ORDER BY text) - 1 AS code, text
FROM (SELECT DISTINCT uscc AS text FROM mention WHERE uscc IS NOT NULL)
