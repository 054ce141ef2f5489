-- Purpose: the rows behind one relation.
-- Parameters: path (relations.parquet), source, target (numbers), kind (of the relation), grades (words, best first).
-- Columns: what the row states and where it stands. Order: the representative first.
SELECT
    product, amount, currency, amount_cny, count, share_of_target, share_of_source, share, start, "end", as_of, confidence,
    grade, source_ref, src, file, "row"
FROM read_parquet($path)
WHERE source_number = $source AND target_number = $target AND kind = $kind
ORDER BY amount_cny DESC NULLS LAST, list_position($grades, grade), day DESC NULLS LAST, product, source_ref, currency,
    amount, share_of_target, share_of_source, share, start, "end", as_of, count, confidence, src, file, "row"
