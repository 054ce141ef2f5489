-- Purpose: relations.parquet: every row of evidence with the ids of both ends; `place` 1 represents the relation.
-- Parameters: none.
-- Columns: relation, place, source, target, kind, then those of evidence. Order: relation, place.
SELECT
    e.relation, e.place, s.id AS source, t.id AS target,
    e.* EXCLUDE (relation, place, all_amount_cny, all_share, all_confidence, all_day, all_rows)
FROM evidence AS e
JOIN identity_company AS s ON s.number = e.source_number
JOIN identity_company AS t ON t.number = e.target_number
ORDER BY e.relation, e.place
