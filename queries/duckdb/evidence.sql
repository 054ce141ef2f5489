-- Purpose: every row behind every relation, with what all rows of the relation say together.
-- Parameters: none. Reads `tie_file`, `several`.
-- Columns: relation (number, in the order source, target, kind), place (1 is the representative), all_… (of the relation:
-- amount_cny a year's, share the largest of the three, confidence, day the newest, rows), then what the row states and
-- where it stands.
CREATE VIEW evidence AS
SELECT
    dense_rank() OVER (ORDER BY t.source_number, t.target_number, t.kind) - 1 AS relation,
    coalesce(s.place, 1) AS place,
    max(t.amount_cny) OVER same AS all_amount_cny,
    max(greatest(t.share_of_target, t.share_of_source, t.share)) OVER same AS all_share,
    max(t.confidence) OVER same AS all_confidence,
    max(t.day) OVER same AS all_day,
    count(*) OVER same AS all_rows,
    t.* EXCLUDE (file_row_number)
FROM tie_file AS t
LEFT JOIN several AS s ON s.position = t.file_row_number
WINDOW same AS (PARTITION BY t.source_number, t.target_number, t.kind)
