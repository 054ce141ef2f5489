-- Purpose: the mentions as codes into their distinct texts; -1 is absent.
-- Parameters: none. Reads the *_text tables.
-- Columns: is_reference, own, uscc, lei, name, rows. Order: mention.
SELECT
    m.is_reference,
    coalesce(o.code, -1) AS own,
    coalesce(u.code, -1) AS uscc,
    coalesce(l.code, -1) AS lei,
    coalesce(n.code, -1) AS name,
    m.rows
FROM mention AS m
LEFT JOIN own_text AS o ON o.text = m.own
LEFT JOIN uscc_text AS u ON u.text = m.uscc
LEFT JOIN lei_text AS l ON l.text = m.lei
LEFT JOIN name_text AS n ON n.text = m.name
ORDER BY m.mention
