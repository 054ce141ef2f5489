-- Purpose: every text that names a company in its records or in a reference to it, but for aliases.
-- Parameters: none.
-- Columns: number, sort (name, own, uscc, lei; alias and former follow), text; the same text may stand several times.
CREATE TABLE company_text AS
SELECT number, sort, text
FROM (
    SELECT c.number, unnest(['name', 'own', 'uscc', 'lei']) AS sort, unnest([m.name, m.own, m.uscc, m.lei]) AS text
    FROM mention AS m
    JOIN mention_company AS c USING (mention)
)
WHERE text IS NOT NULL
