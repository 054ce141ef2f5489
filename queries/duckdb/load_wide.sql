-- Purpose: relations of company rows that list their partners in cells.
-- Parameters: $file (label of the sheet), $grade (where a row has none).
WITH company AS (SELECT *, coalesce(id, uscc, lei, name) AS self FROM accepted)
SELECT source, target, kind, as_of, coalesce(grade, $grade) AS grade, source_ref, $file AS file, "row"
FROM (
    SELECT unnest(suppliers) AS source, self AS target, 'supplies' AS kind, as_of, grade, source_ref, "row" FROM company
    UNION ALL
    SELECT self, unnest(customers), 'supplies', as_of, grade, source_ref, "row" FROM company
    UNION ALL
    SELECT self, unnest(distributors), 'distributes', as_of, grade, source_ref, "row" FROM company
    UNION ALL
    SELECT unnest(intermediaries), self, 'intermediates', as_of, grade, source_ref, "row" FROM company
)
