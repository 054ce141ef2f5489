-- Purpose: the newest date in the data; start, end, founded and financial periods are left out.
-- Parameters: none.
-- Columns: day (days since 1970-01-01, or NULL).
SELECT max(day) - DATE '1970-01-01' AS day
FROM (
    SELECT max(as_of) AS day FROM company
    UNION ALL SELECT max(as_of) FROM tie_file
    UNION ALL SELECT max(date) FROM event
)
