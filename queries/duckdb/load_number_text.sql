-- Purpose: the text of a floating-point number as a person types it: whole ones without a point, not-a-number as NULL.
-- Parameters of the macro: cell (DOUBLE).
CREATE OR REPLACE TEMP MACRO number_text(cell) AS CASE
    WHEN isnan(cell) THEN NULL
    WHEN abs(cell) < 1e15 AND cell = trunc(cell) THEN CAST(CAST(cell AS BIGINT) AS VARCHAR)
    ELSE CAST(cell AS VARCHAR)
END
