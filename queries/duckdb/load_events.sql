-- Purpose: events rows of one sheet.
-- Parameters: $file (label of the sheet).
SELECT company, type, date, text, source_ref, $file AS file, "row" FROM accepted
