-- Purpose: the resolved relations: what all evidence says together, and the facts of the representative row.
-- Parameters: none.
-- Columns: number, source, target, kind, amount_cny, share, confidence, day, evidence, then the representative's.
CREATE TABLE relation AS
SELECT
    k.number, k.source, k.target, k.kind, k.amount_cny, k.share, k.confidence, k.day, k.evidence,
    e.product, e.amount, e.currency, e.count, e.share_of_target, e.share_of_source, e.start, e."end", e.grade,
    e.source_ref
FROM relation_key AS k
JOIN evidence AS e ON e.relation = k.number AND e.place = 1
