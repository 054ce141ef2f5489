-- Purpose: relations of rows that are a company and name the clients they belong to.
-- Parameters: $file (label of the sheet), $kind (of the relation), $grade (where a row has none),
--   $is_source (whether the row's company stands at the source of the arrow).
SELECT
    CASE WHEN $is_source THEN self ELSE partner END AS source,
    CASE WHEN $is_source THEN partner ELSE self END AS target,
    $kind AS kind, product, amount,
    CASE WHEN amount IS NOT NULL THEN currency END AS currency,
    count, share_of_target, share_of_source, share, start, "end", as_of, confidence,
    coalesce(grade, $grade) AS grade,
    source_ref, $file AS file, "row"
FROM (SELECT *, coalesce(id, uscc, lei, name) AS self, unnest(partners) AS partner FROM accepted)
