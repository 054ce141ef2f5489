-- Purpose: the resolved relations as plain columns.
-- Parameters: none.
-- Columns: numbers and days since 1970-01-01 (NULL unknown). Order: number.
SELECT
    source, target, kind, amount_cny, share, confidence, day - DATE '1970-01-01' AS day, evidence, amount, count,
    share_of_target, share_of_source, start - DATE '1970-01-01' AS start_day, "end" - DATE '1970-01-01' AS end_day
FROM relation
ORDER BY number
