-- Purpose: every companies record with the company it resolved to.
-- Parameters: none.
-- Columns: number (of the company), source, load (the greater, the later), then those of the record. Order: number, source,
-- position.
SELECT c.number, f.source, -f.later AS load, r.* EXCLUDE (origin, file_row_number)
FROM companies_row AS r
JOIN source_file AS f USING (origin)
JOIN record_company AS c ON c.origin = r.origin AND c.position = r.file_row_number
ORDER BY c.number, f.source, r.file_row_number
