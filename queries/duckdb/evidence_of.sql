-- Purpose: the rows behind one relation.
-- Parameters: path (relations.parquet), relation (number).
-- Columns: what the row states and where it stands. Order: place.
SELECT
    product, amount, currency, amount_cny, count, share_of_target, share_of_source, share, start, "end", as_of, confidence,
    grade, source_ref, src, file, "row"
FROM read_parquet($path)
WHERE relation = $relation
ORDER BY place
