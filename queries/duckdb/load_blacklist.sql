-- Purpose: blacklist rows of one sheet.
-- Parameters: $file (label of the sheet).
SELECT company, reason, $file AS file, "row" FROM accepted
