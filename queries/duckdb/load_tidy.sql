-- Purpose: a cell without the spaces around it, in composed form (NFC); a cell of spaces alone is NULL.
-- Parameters of the macro: cell (text).
CREATE OR REPLACE TEMP MACRO tidy(cell) AS
    nullif(trim(nfc_normalize(cell), ' ' || chr(9) || chr(160) || chr(12288) || chr(65279) || chr(8203) || chr(64976)), '')
