-- Purpose: financials.parquet.
-- Parameters: none.
-- Columns: those of financial, id of the company. Order: number.
SELECT f.*, c.id
FROM financial AS f
JOIN company AS c ON c.number = f.company
ORDER BY f.number
