-- Purpose: record_company.parquet: the records each company rests on.
-- Parameters: none.
-- Columns: number, source, position (row in the source's companies.parquet). Order: number, source, position.
SELECT r.number, s.source, r.position
FROM record_company AS r
JOIN source_file AS s USING (origin)
-- Sources are numbered by name.
ORDER BY r.number, r.origin, r.position
