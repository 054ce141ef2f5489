-- Purpose: the mention that each companies record makes.
-- Parameters: none.
-- Columns: origin (number of the source), position (row in its Parquet file), mention.
CREATE TABLE record_mention AS
SELECT r.origin, r.file_row_number AS position, m.mention
FROM companies_row AS r
JOIN mention AS m
    ON NOT m.is_reference
    AND m.own IS NOT DISTINCT FROM r.own_id
    AND m.uscc IS NOT DISTINCT FROM r.uscc
    AND m.lei IS NOT DISTINCT FROM r.lei
    AND m.name IS NOT DISTINCT FROM r.name
