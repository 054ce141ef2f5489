-- Purpose: the references that are not by own id, in codes. Who has the own id is whom the others mean.
-- Parameters: none. Reads the *_text tables.
-- Columns: text, rows, uscc, lei, name (codes into the *_text tables, -1 is absent; exactly one is set).
CREATE TABLE reference_code AS
SELECT
    t.text,
    t.rows,
    coalesce(u.code, -1) AS uscc,
    coalesce(l.code, -1) AS lei,
    coalesce(n.code, -1) AS name
FROM reference_told AS t
LEFT JOIN uscc_text AS u ON u.text = t.uscc
LEFT JOIN lei_text AS l ON l.text = t.lei
LEFT JOIN name_text AS n ON n.text = t.name
WHERE t.own IS NULL
