-- Purpose: blacklist rows of one sheet.
-- Parameters: $file (label of the sheet).
INSERT INTO blacklist BY NAME
SELECT company, reason, $file AS file, "row" FROM typed
