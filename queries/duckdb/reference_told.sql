-- Purpose: each reference text told apart as own id, else USCC, else LEI, else name.
-- Parameters: none. Reads `identifier` (text, code, kind), the texts that passed a check.
-- Columns: text, rows, own (code into `own_text`), uscc, lei, name; exactly one of the last four is set.
CREATE TABLE reference_told AS
SELECT
    r.text,
    r.rows,
    o.code AS own,
    CASE WHEN o.code IS NULL AND i.kind = 'uscc' THEN i.code END AS uscc,
    CASE WHEN o.code IS NULL AND i.kind = 'lei' THEN i.code END AS lei,
    CASE WHEN o.code IS NULL AND i.text IS NULL THEN r.text END AS name
FROM reference_text AS r
LEFT JOIN own_text AS o ON o.text = r.text
LEFT JOIN identifier AS i ON i.text = r.text
