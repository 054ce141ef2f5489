-- Purpose: what the records of one company say with one and the same right: of several values the smallest. Companies of a
-- single record need no judging and are left out.
-- Parameters: none.
-- Columns: number, rank, then the facts.
CREATE TABLE company_claim AS
SELECT number, rank, min(COLUMNS(* EXCLUDE (number, alone, rank)))
FROM company_said
WHERE NOT alone
GROUP BY number, rank
