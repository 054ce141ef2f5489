-- Purpose: the client to name in the next command: core clients first, then the one with most goods relations.
-- Parameters: none. Reads `company`, `relation`.
-- Columns: name; one row, or none without clients.
WITH ends AS (
    SELECT source AS number FROM relation WHERE kind < 2
    UNION ALL SELECT target FROM relation WHERE kind < 2
),
counted AS (SELECT number, count(*) AS relations FROM ends GROUP BY number)
SELECT c.name
FROM company AS c
LEFT JOIN counted AS n USING (number)
WHERE c.is_client
ORDER BY coalesce(c.core_client, false) DESC, coalesce(n.relations, 0) DESC, number
LIMIT 1
