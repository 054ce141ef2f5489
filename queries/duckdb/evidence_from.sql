-- Purpose: the rows behind all relations, from one relation on.
-- Parameters: path (relations.parquet), first (number), grades (words, best first).
-- Columns: relation, then what the row states and where it stands, dates as text. Order: relation, the representative first.
SELECT
    relation, product, amount, currency, amount_cny, count, share_of_target, share_of_source, share,
    start::VARCHAR AS start, "end"::VARCHAR AS "end", as_of::VARCHAR AS as_of, confidence, grade, source_ref, src, file,
    "row"
FROM (
    SELECT dense_rank() OVER (ORDER BY source_number, target_number, kind) - 1 AS relation, *
    FROM read_parquet($path)
) AS evidence
WHERE relation >= $first
ORDER BY relation, amount_cny DESC NULLS LAST, list_position($grades, grade), day DESC NULLS LAST, product, source_ref,
    currency, amount, share_of_target, share_of_source, share, evidence.start, evidence."end", evidence.as_of, count,
    confidence, src, file, "row"
