-- Purpose: one row a relation (a pair and a kind) with what its evidence says together.
-- Parameters: none. Reads `priced_tie`.
-- Columns: number (in the order source, target, kind), source, target, kind, all_amount_cny (a year's, largest),
-- all_share (largest of the three), all_confidence (largest), all_day (newest), all_rows.
CREATE TABLE relation_key AS
SELECT
    row_number() OVER (ORDER BY source_number, target_number, kind) - 1 AS number,
    source_number AS source, target_number AS target, * EXCLUDE (source_number, target_number)
FROM (
    SELECT
        source_number, target_number, kind,
        max(amount_cny) AS all_amount_cny,
        max(greatest(share_of_target, share_of_source, share)) AS all_share,
        max(confidence) AS all_confidence,
        max(day) AS all_day,
        count(*) AS all_rows
    FROM priced_tie
    GROUP BY source_number, target_number, kind
)
