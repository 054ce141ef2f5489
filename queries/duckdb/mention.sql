-- Purpose: every distinct way in which the records mention a company.
-- Parameters: none.
-- Columns: mention (number in the order below), is_reference, own, uscc, lei, name, rows.
-- Order: is_reference, own, uscc, lei, name.
CREATE TABLE mention AS
SELECT row_number() OVER (ORDER BY is_reference, own, uscc, lei, name) - 1 AS mention, *
FROM (
    SELECT false AS is_reference, own_id AS own, uscc, lei, name, count(*) AS rows
    FROM companies_row
    WHERE coalesce(own_id, uscc, lei, name) IS NOT NULL
    GROUP BY ALL
    UNION ALL
    SELECT true, own, uscc, lei, name, sum(rows)::BIGINT
    FROM reference_told
    GROUP BY ALL
)
