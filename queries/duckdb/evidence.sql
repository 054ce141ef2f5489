-- Purpose: every row behind every relation.
-- Parameters: none.
-- Columns: relation (number), place (1 is the representative: largest amount, better grade, newest, smallest text),
-- then what the row states and where it stands.
CREATE TABLE evidence AS
SELECT
    k.number AS relation,
    row_number() OVER (
        PARTITION BY k.number
        ORDER BY t.amount_cny DESC NULLS LAST, t.grade_rank, t.day DESC NULLS LAST, t.product, t.source_ref, t.currency,
            t.amount, t.share_of_target, t.share_of_source, t.share, t.start, t."end", t.as_of, t.count, t.confidence,
            t.src, t.file, t."row"
    ) AS place,
    t.* EXCLUDE (grade_rank, source_text, source_column, kind_text)
FROM priced_tie AS t
JOIN relation_key AS k
    ON k.source = t.source_number AND k.target = t.target_number AND k.kind = t.kind
