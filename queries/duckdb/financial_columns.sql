-- Purpose: the statements as plain columns.
-- Parameters: none.
-- Columns: company, day (period_end since 1970-01-01, NULL blank), part_year, row. Order: number.
SELECT company, period_end - DATE '1970-01-01' AS day, part_year, "row"
FROM financial
ORDER BY number
