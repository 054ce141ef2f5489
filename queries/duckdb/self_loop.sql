-- Purpose: ties that cannot stand: of a company with itself, or of a kind that nobody knows.
-- Parameters: none.
-- Columns: file, row, column, value, reason.
CREATE VIEW self_loop AS
SELECT
    file, "row",
    CASE WHEN kind IS NULL THEN 'kind' ELSE source_column END AS "column",
    CASE WHEN kind IS NULL THEN kind_text ELSE source_text END AS value,
    CASE WHEN kind IS NULL THEN 'not a kind of relation' ELSE 'a company cannot trade with itself' END AS reason
FROM tie
WHERE kind IS NULL OR source_number = target_number
