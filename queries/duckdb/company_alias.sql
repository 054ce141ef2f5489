-- Purpose: aliases and former names of the companies, beside the other texts that name them.
-- Parameters: none.
-- Columns: those of `company_text`, sort being alias or former.
INSERT INTO company_text
SELECT number, sort, text
FROM (
    SELECT
        c.number,
        unnest(list_concat(['alias' FOR x IN r.aliases], ['former' FOR x IN r.former_names])) AS sort,
        unnest(list_concat(r.aliases, r.former_names)) AS text
    FROM companies_row AS r
    JOIN record_company AS c ON c.origin = r.origin AND c.position = r.file_row_number
    WHERE r.aliases IS NOT NULL OR r.former_names IS NOT NULL
)
WHERE text IS NOT NULL
