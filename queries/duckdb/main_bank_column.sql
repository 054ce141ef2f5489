-- Purpose: the main bank of each company as a code into bank_label; -1 is unknown.
-- Parameters: none.
-- Columns: code. Order: number.
SELECT coalesce(l.code, -1)::INTEGER AS code
FROM company AS c
LEFT JOIN bank_label AS l ON l.text = c.main_bank
ORDER BY c.number
