-- Purpose: all rejected rows.
-- Parameters: none.
-- Columns: sheet, row, col, value, code, arg. Order: sheet, row.
SELECT sheet, "row", col, value, code, arg FROM rejects ORDER BY sheet, "row"
