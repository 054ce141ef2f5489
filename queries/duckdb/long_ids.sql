-- Purpose: companies with ids that are too long to look up elsewhere.
-- Parameters: path (companies.parquet), most (bytes in UTF-8).
-- Columns: id, bytes. Order: number.
SELECT id, strlen(id) AS bytes FROM read_parquet($path) WHERE strlen(id) > $most ORDER BY number
