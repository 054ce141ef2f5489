-- Purpose: the first bad cell of every row that has one.
-- Parameters: none; reads typed (one sheet, its cells in their types, with `bad`).
-- Columns: row, bad (col, value, code, arg); one a row.
CREATE OR REPLACE TEMP TABLE bad_rows AS
SELECT "row", arg_min(bad, position) AS bad
FROM typed
WHERE bad IS NOT NULL
GROUP BY "row"
