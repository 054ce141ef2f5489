-- Purpose: the typed rows without those that have a bad cell, and all that came of them.
-- Parameters: none; reads typed and bad_rows.
-- Columns: those of typed. Order: none.
CREATE OR REPLACE TEMP VIEW accepted AS
SELECT * FROM typed WHERE "row" NOT IN (SELECT "row" FROM bad_rows)
