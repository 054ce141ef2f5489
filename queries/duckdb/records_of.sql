-- Purpose: where the records of one company lie.
-- Parameters: path (record_company.parquet), number.
-- Columns: source, position. Order: both.
SELECT source, position FROM read_parquet($path) WHERE number = $number ORDER BY source, position
