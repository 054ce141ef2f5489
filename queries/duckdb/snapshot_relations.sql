-- Purpose: relations.parquet: every row of evidence with the numbers of both ends; rows of one relation stand
-- together, and relations in the order of their numbers.
-- Parameters: none. Reads `priced_tie`.
-- Columns: what the row states and where it stands. Order: source_number, target_number, kind, then origin and position.
SELECT
    source_number, target_number, kind, product, amount, currency, count, share_of_target,
    share_of_source, share, start, "end", as_of, confidence, grade, source_ref, file, "row", src, amount_cny, day
FROM priced_tie
ORDER BY source_number, target_number, kind, origin, position
