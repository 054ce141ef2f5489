-- Purpose: the company that each companies record resolved to: the trace from a company to its records.
-- Parameters: none. Reads `mention_company` (mention, number).
-- Columns: number, origin (number of the source), position (row in its Parquet file).
CREATE TABLE record_company AS
SELECT c.number, r.origin, r.position
FROM record_mention AS r
JOIN mention_company AS c USING (mention)
