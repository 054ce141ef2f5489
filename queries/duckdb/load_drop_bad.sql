-- Purpose: leave out every row that has a bad cell, with all that came of it.
-- Parameters: none; reads bad_rows, changes typed.
DELETE FROM typed WHERE "row" IN (SELECT "row" FROM bad_rows)
