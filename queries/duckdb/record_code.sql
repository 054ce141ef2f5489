-- Purpose: how each companies record mentions its company, in codes: whole numbers compare and sort faster than texts.
-- Parameters: none. Reads the *_text tables.
-- Columns: origin (number of the source), position (row in its Parquet file), own, uscc, lei, name (codes into the *_text
-- tables, -1 is absent).
CREATE TABLE record_code AS
SELECT
    r.origin,
    r.file_row_number AS position,
    coalesce(o.code, -1) AS own,
    coalesce(u.code, -1) AS uscc,
    coalesce(l.code, -1) AS lei,
    coalesce(n.code, -1) AS name
FROM companies_row AS r
LEFT JOIN own_text AS o ON o.text = r.own_id
LEFT JOIN uscc_text AS u ON u.text = r.uscc
LEFT JOIN lei_text AS l ON l.text = r.lei
LEFT JOIN name_text AS n ON n.text = r.name
WHERE coalesce(r.own_id, r.uscc, r.lei, r.name) IS NOT NULL
