-- Purpose: events.parquet.
-- Parameters: none.
-- Columns: those of event, id of the company. Order: number.
SELECT e.*, c.id
FROM event AS e
JOIN company AS c ON c.number = e.company
ORDER BY e.number
