-- Purpose: what happened to the companies; the same event told twice is one.
-- Parameters: none.
-- Columns: number (in the order below), company, type, date, text, source_ref.
-- Order: company, date (blank last), type, text, source_ref.
CREATE TABLE event AS
SELECT row_number() OVER (ORDER BY company, date, type, text, source_ref) - 1 AS number, *
FROM (
    SELECT DISTINCT c.number AS company, e.type, e.date, e.text, e.source_ref
    FROM events_row AS e
    JOIN reference_company AS c ON c.text = e.company
)
