-- Purpose: one row a payer, payee and currency, over all files of the source.
-- Parameters: none; reads paid.
-- Money is summed in hundredths, so that the order of the rows cannot change the sum.
SELECT
    payer, payee, currency,
    sum(CAST(round(amount * 100) AS HUGEINT)) / 100.0 AS amount,
    count(*) AS count, min(date) AS first, max(date) AS last,
    arg_min(file, (file, "row")) AS file, arg_min("row", (file, "row")) AS "row"
FROM paid
GROUP BY payer, payee, currency
