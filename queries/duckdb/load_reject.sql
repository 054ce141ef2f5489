-- Purpose: keep the rejected rows of one sheet.
-- Parameters: $sheet (number of the sheet in the load); reads bad_rows.
INSERT INTO rejects
SELECT $sheet, "row", bad.col, coalesce(bad.value, ''), bad.code, coalesce(bad.arg, '')
FROM bad_rows
