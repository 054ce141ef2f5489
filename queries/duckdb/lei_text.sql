-- Purpose: the distinct LEI codes of the mentions.
-- Parameters: none.
-- Columns: code (rank in code-point order), text.
CREATE TABLE lei_text AS
SELECT row_number() OVER (ORDER BY text) - 1 AS code, text
FROM (SELECT DISTINCT lei AS text FROM mention WHERE lei IS NOT NULL)
