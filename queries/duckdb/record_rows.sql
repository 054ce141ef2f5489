-- Purpose: chosen rows of one source's companies records.
-- Parameters: path (companies.parquet), positions.
-- Columns: those of the record. Order: file_row_number.
SELECT *
FROM read_parquet($path, file_row_number = true)
WHERE list_contains($positions, file_row_number)
ORDER BY file_row_number
