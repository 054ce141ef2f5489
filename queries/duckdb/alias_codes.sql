-- Purpose: the aliases of the mentions as codes.
-- Parameters: none.
-- Columns: mention, name (code into name_text). Order: mention, name.
SELECT a.mention, n.code AS name
FROM mention_alias AS a
JOIN name_text AS n USING (text)
ORDER BY a.mention, n.code
