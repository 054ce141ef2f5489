-- Purpose: how many company rows there are and how many companies they describe.
-- Parameters: none. Reads `record_company`.
-- Columns: rows, described.
SELECT count(*) AS rows, count(DISTINCT number) AS described
FROM record_company
