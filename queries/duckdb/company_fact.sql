-- Purpose: the facts of each company that has records: per column the strongest claim that is not blank.
-- Parameters: none.
-- Columns: number, then the facts.
CREATE TABLE company_fact AS
SELECT * EXCLUDE (alone, rank)
FROM company_said
WHERE alone
UNION ALL
SELECT number, arg_min(COLUMNS(* EXCLUDE (number, rank)), rank)
FROM company_claim
GROUP BY number
