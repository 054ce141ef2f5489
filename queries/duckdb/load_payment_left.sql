-- Purpose: how many payments of one sheet are no trade, by reason.
-- Parameters: none; reads paying.
-- Columns: left_out, rows. Order: left_out.
SELECT left_out, count(*) AS rows FROM paying WHERE left_out IS NOT NULL GROUP BY left_out ORDER BY left_out
