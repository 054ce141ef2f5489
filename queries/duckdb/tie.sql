-- Purpose: relations and payments as rows between company numbers, before parallel rows are told apart.
-- Payments of one pair and currency are folded over all sources; money runs against the goods, payee to payer.
-- Parameters: the variable kinds (words in stored order).
-- Columns: source_number, target_number, kind (NULL when the word is unknown), the stated facts, provenance; `origin` and
-- `position` say which record it is, in whole numbers, by which rows sort fast.
CREATE VIEW tie AS
SELECT
    s.number AS source_number, t.number AS target_number,
    (list_position(getvariable('kinds'), coalesce(r.kind, 'supplies')) - 1)::TINYINT AS kind,
    r.product, r.amount,
    CASE WHEN r.amount IS NOT NULL THEN coalesce(r.currency, 'CNY') END AS currency,
    r.count, r.share_of_target, r.share_of_source, r.share, r.start, r."end", r.as_of,
    coalesce(r.confidence, 1.0)::DOUBLE AS confidence,
    coalesce(r.grade, 'inferred') AS grade,
    r.source_ref, r.file, r."row", f.source AS src, r.origin, r.file_row_number AS position,
    r.source AS source_text, 'source' AS source_column, r.kind AS kind_text
FROM relations_row AS r
JOIN source_file AS f USING (origin)
JOIN reference_company AS s ON s.text = r.source
JOIN reference_company AS t ON t.text = r.target
UNION ALL
SELECT
    s.number, t.number, 0::TINYINT, NULL, sum(p.amount ORDER BY p.amount),
    coalesce(p.currency, 'CNY'), sum(p.count)::BIGINT, NULL, NULL, NULL, min(p.first), max(p.last), max(p.last),
    1.0::DOUBLE, 'payment', NULL,
    min({'file': p.file, 'row': p."row"}).file, min({'file': p.file, 'row': p."row"}).row,
    string_agg(DISTINCT f.source, '; ' ORDER BY f.source), -1,
    (hash(coalesce(p.currency, 'CNY')) >> 1)::BIGINT, min(p.payee), 'payee', 'supplies'
FROM payments_row AS p
JOIN source_file AS f USING (origin)
JOIN reference_company AS s ON s.text = p.payee
JOIN reference_company AS t ON t.text = p.payer
GROUP BY s.number, t.number, coalesce(p.currency, 'CNY')
