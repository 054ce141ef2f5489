-- Purpose: the banks of each company as codes into bank_label.
-- Parameters: none.
-- Columns: number, code; distinct. Order: number, code.
SELECT b.number, l.code
FROM (SELECT DISTINCT number, unnest(banks) AS text FROM company) AS b
JOIN bank_label AS l USING (text)
ORDER BY b.number, l.code
