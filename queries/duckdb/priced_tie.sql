-- Purpose: the ties that stand, with a year's CNY and the day that their age runs from. An amount is yearly when start
-- to end exceeds twelve months of 30.4375 days, else as stated.
-- Parameters: none.
-- Columns: those of tie, amount_cny, day.
CREATE VIEW priced_tie AS
SELECT
    t.*,
    CASE
        WHEN (t."end" - t.start) / 30.4375::DOUBLE > 12 THEN t.amount * r.cny / ((t."end" - t.start) / 30.4375::DOUBLE / 12)
        ELSE t.amount * r.cny
    END AS amount_cny,
    coalesce(greatest(t."end", t.as_of), t.start) AS day
FROM tie AS t
LEFT JOIN rate AS r ON r.currency = t.currency
WHERE t.kind IS NOT NULL AND t.source_number <> t.target_number
