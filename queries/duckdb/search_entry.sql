-- Purpose: every text under which a company can be found, best first among equal matches.
-- Parameters: none.
-- Columns: number, how (0 id, 1 name, 2 alias), text; distinct.
-- Order: length of the text, number, how, text; the engine keeps the order of insertion.
CREATE OR REPLACE TEMP TABLE search_entry AS
SELECT number::INTEGER AS number, how::TINYINT AS how, text
FROM (
    SELECT number, min(how) AS how, text
    FROM (
        SELECT number, 0 AS how, id AS text FROM company
        UNION ALL SELECT number, 0, unnest(own_ids) FROM company
        UNION ALL SELECT number, 0, uscc FROM company
        UNION ALL SELECT number, 0, lei FROM company
        UNION ALL SELECT number, 0, ticker FROM company
        UNION ALL SELECT number, 1, name FROM company
        UNION ALL SELECT number, 2, unnest(aliases) FROM company
        UNION ALL SELECT number, 2, unnest(former_names) FROM company
        UNION ALL SELECT number, 2, name_en FROM company
    )
    WHERE text IS NOT NULL AND text <> ''
    GROUP BY number, text
)
ORDER BY length(text), number, how, text
