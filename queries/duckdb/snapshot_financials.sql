-- Purpose: financials.parquet.
-- Parameters: none.
-- Columns: those of financial, id of the company. Order: company, period_end, period, currency.
SELECT f.*, c.id
FROM financial AS f
JOIN identity_company AS c ON c.number = f.company
ORDER BY f.company, f.period_end, f.period, f.currency
