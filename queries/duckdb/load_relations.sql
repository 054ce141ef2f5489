-- Purpose: relations rows of one sheet.
-- Parameters: $file (label of the sheet), $kind and $grade (where a row has none).
SELECT
    source, target, coalesce(kind, $kind) AS kind, product, amount,
    CASE WHEN amount IS NOT NULL THEN currency END AS currency,
    count, share_of_target, share_of_source, share, start, "end", as_of, confidence,
    coalesce(grade, $grade) AS grade,
    source_ref, $file AS file, "row"
FROM accepted
