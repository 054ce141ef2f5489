-- Purpose: every row behind every relation, with what all rows of the relation say together. Most relations rest on one
-- row: only the others are put in an order.
-- Parameters: none. Reads `priced_tie`, `relation_key`.
-- Columns: relation (number), place (1 is the representative: largest amount, better grade, newest, smallest text), all_…
-- (of the relation: amount_cny, share, confidence, day, rows), then what the row states and where it stands.
CREATE TABLE evidence AS
SELECT
    k.number AS relation, 1 AS place, k.* EXCLUDE (number, source, target, kind),
    t.* EXCLUDE (grade_rank, source_text, source_column, kind_text)
FROM priced_tie AS t
JOIN relation_key AS k
    ON k.source = t.source_number AND k.target = t.target_number AND k.kind = t.kind AND k.all_rows = 1
UNION ALL
SELECT
    k.number,
    row_number() OVER (
        PARTITION BY k.number
        ORDER BY t.amount_cny DESC NULLS LAST, t.grade_rank, t.day DESC NULLS LAST, t.product, t.source_ref, t.currency,
            t.amount, t.share_of_target, t.share_of_source, t.share, t.start, t."end", t.as_of, t.count, t.confidence,
            t.src, t.file, t."row"
    ),
    k.* EXCLUDE (number, source, target, kind), t.* EXCLUDE (grade_rank, source_text, source_column, kind_text)
FROM priced_tie AS t
JOIN relation_key AS k
    ON k.source = t.source_number AND k.target = t.target_number AND k.kind = t.kind AND k.all_rows > 1
