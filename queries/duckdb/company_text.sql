-- Purpose: every text that names a company in its records or in a reference to it.
-- Parameters: none.
-- Columns: number, sort (name, own, uscc, lei, alias, former), text; distinct.
CREATE TABLE company_text AS
WITH said AS (
    SELECT c.number, r.aliases, r.former_names
    FROM companies_row AS r
    JOIN source_file AS f USING (filename)
    JOIN record_company AS c ON c.origin = f.origin AND c.position = r.file_row_number
    WHERE r.aliases IS NOT NULL OR r.former_names IS NOT NULL
)
SELECT DISTINCT number, sort, text
FROM (
    SELECT number, 'name' AS sort, name AS text FROM mention JOIN mention_company USING (mention)
    UNION ALL SELECT number, 'own', own FROM mention JOIN mention_company USING (mention)
    UNION ALL SELECT number, 'uscc', uscc FROM mention JOIN mention_company USING (mention)
    UNION ALL SELECT number, 'lei', lei FROM mention JOIN mention_company USING (mention)
    UNION ALL SELECT number, 'alias', unnest(aliases) FROM said
    UNION ALL SELECT number, 'former', unnest(former_names) FROM said
)
WHERE text IS NOT NULL
