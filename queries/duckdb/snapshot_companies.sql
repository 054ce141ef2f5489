-- Purpose: companies.parquet.
-- Parameters: none.
-- Columns: those of company. Order: number.
SELECT * FROM company ORDER BY number
