-- Purpose: the mention that each companies record makes.
-- Parameters: none.
-- Columns: origin (number of the source), position (row in its Parquet file), mention.
CREATE TABLE record_mention AS
SELECT r.origin, r.position, m.mention
FROM record_code AS r
JOIN mention AS m ON NOT m.is_reference AND m.own = r.own AND m.uscc = r.uscc AND m.lei = r.lei AND m.name = r.name
