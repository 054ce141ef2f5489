-- Purpose: every distinct text by which a row refers to a company, with the number of rows that say so.
-- Parameters: none. Reads the *_row views.
-- Columns: text, rows.
CREATE TABLE reference_text AS
SELECT text, count(*) AS rows
FROM (
    SELECT source AS text FROM relations_row
    UNION ALL SELECT target FROM relations_row
    UNION ALL SELECT payer FROM payments_row
    UNION ALL SELECT payee FROM payments_row
    UNION ALL SELECT company FROM events_row
    UNION ALL SELECT company FROM financials_row
    UNION ALL SELECT company FROM blacklist_row
)
WHERE text IS NOT NULL
GROUP BY text
