-- Purpose: one row a relation (a pair and a kind) with what its evidence says together.
-- Parameters: none. Reads `tie`, `rate`.
-- Columns: number (in the order source, target, kind), source, target, kind, amount_cny (a year's, largest), share
-- (largest of the three), confidence (largest), day (newest), evidence (rows).
CREATE TABLE relation_key AS
SELECT
    row_number() OVER (ORDER BY source_number, target_number, kind) - 1 AS number,
    source_number AS source, target_number AS target, kind, amount_cny, share, confidence, day, evidence
FROM (
    SELECT
        source_number, target_number, kind,
        max(amount_cny) AS amount_cny,
        max(greatest(share_of_target, share_of_source, share)) AS share,
        max(confidence) AS confidence,
        max(day) AS day,
        count(*) AS evidence
    FROM priced_tie
    GROUP BY source_number, target_number, kind
)
