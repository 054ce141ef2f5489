-- Purpose: the client to name in the next command: core clients first, then the one with most goods relations.
-- Parameters: none. Reads `company`, `tie_file`.
-- Columns: name; one row, or none without clients.
WITH client AS (
    SELECT number, name, coalesce(core_client, false) AS core FROM company WHERE is_client
),
best AS (SELECT number, name FROM client WHERE core = (SELECT max(core) FROM client)),
tie AS (
    SELECT DISTINCT source_number, target_number, kind
    FROM tie_file
    WHERE kind < 2 AND (source_number IN (SELECT number FROM best) OR target_number IN (SELECT number FROM best))
),
ends AS (SELECT source_number AS number FROM tie UNION ALL SELECT target_number FROM tie),
counted AS (SELECT number, count(*) AS relations FROM ends GROUP BY number)
SELECT b.name
FROM best AS b
LEFT JOIN counted AS n USING (number)
ORDER BY coalesce(n.relations, 0) DESC, number
LIMIT 1
