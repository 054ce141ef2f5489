-- Purpose: the distinct values of a list cell in the order in which they stand; NULL without any.
-- Parameters of the macro: cell (tidy text in which U+FDD1 stands between values).
CREATE OR REPLACE TEMP MACRO list_values(cell) AS CASE
    WHEN list_parts(cell) = [] THEN NULL
    WHEN len(list_parts(cell)) = len(list_distinct(list_parts(cell))) THEN list_parts(cell)
    ELSE list_filter(
        list_parts(cell),
        lambda part, place: list_position(list_parts(cell), part) = place
    )
END
