-- Purpose: companies records of all sources by the company they resolved to, from one company on.
-- Parameters: path (record_company.parquet), first (number); one a source: paths (companies.parquet as a pattern), files (the same
-- by name), sources (its name).
-- Columns: number, source, then those of the record. Order: number, source, position.
SELECT c.number, c.source, r.* EXCLUDE (filename, file_row_number)
FROM read_parquet($path) AS c
JOIN (SELECT unnest($files) AS filename, unnest($sources) AS source) AS f ON f.source = c.source
JOIN read_parquet($paths, union_by_name = true, filename = true, file_row_number = true) AS r
    ON r.filename = f.filename AND r.file_row_number = c.position
WHERE c.number >= $first
ORDER BY c.number, c.source, r.file_row_number
