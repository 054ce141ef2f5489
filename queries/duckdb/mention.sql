-- Purpose: every distinct way in which the records mention a company, but for references by own id.
-- Parameters: none.
-- Columns: mention (number in the order below), is_reference, own, uscc, lei, name (codes into the *_text tables, -1 is
-- absent), rows.
-- Order: is_reference, own, uscc, lei, name.
CREATE TABLE mention AS
SELECT row_number() OVER (ORDER BY is_reference, own, uscc, lei, name) - 1 AS mention, *
FROM (
    SELECT false AS is_reference, own, uscc, lei, name, count(*) AS rows
    FROM record_code
    GROUP BY ALL
    UNION ALL
    SELECT true, -1, uscc, lei, name, sum(rows)::BIGINT
    FROM reference_code
    GROUP BY ALL
)
