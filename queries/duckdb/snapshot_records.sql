-- Purpose: record_company.parquet: the records each company rests on.
-- Parameters: none.
-- Columns: number, source, position (row in the source's companies.parquet). Order: all.
SELECT r.number, s.source, r.position
FROM record_company AS r
JOIN (SELECT DISTINCT origin, source FROM source_file) AS s USING (origin)
ORDER BY ALL
