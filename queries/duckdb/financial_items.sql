-- Purpose: the known line items of all statements.
-- Parameters: items (their names in the order in which they are counted).
-- Columns: number (of the statement), item (its place, from 0), value. Order: number, item.
SELECT number, list_position($items, item) - 1 AS item, value
FROM (
    UNPIVOT (SELECT * EXCLUDE (company, period, period_end, currency, part_year, file, "row") FROM financial)
    ON COLUMNS(* EXCLUDE (number))
    INTO NAME item VALUE value
)
ORDER BY number, item
