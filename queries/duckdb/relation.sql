-- Purpose: the resolved relations: what all evidence says together, and the facts of the representative row.
-- Parameters: none. Reads `evidence`.
-- Columns: number, source, target, kind, amount_cny, share, confidence, day, evidence, then the representative's.
CREATE VIEW relation AS
SELECT
    relation AS number, source_number AS source, target_number AS target, kind, all_amount_cny AS amount_cny,
    all_share AS share, all_confidence AS confidence, all_day AS day, all_rows AS evidence,
    product, amount, currency, count, share_of_target, share_of_source, start, "end", grade, source_ref
FROM evidence
WHERE place = 1
