-- Purpose: the events as plain columns.
-- Parameters: none.
-- Columns: company, day (since 1970-01-01, NULL blank). Order: number.
SELECT company, date - DATE '1970-01-01' AS day
FROM event
ORDER BY number
