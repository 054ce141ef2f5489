-- Purpose: the text of a point in time: the date alone at midnight.
-- Parameters of the macro: cell (TIMESTAMP).
CREATE OR REPLACE TEMP MACRO moment_text(cell) AS CASE
    WHEN cell = date_trunc('day', cell) THEN CAST(CAST(cell AS DATE) AS VARCHAR)
    ELSE CAST(cell AS VARCHAR)
END
