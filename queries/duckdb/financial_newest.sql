-- Purpose: the newest yearly revenue and the newest total assets that a company's statements give.
-- Parameters: none. Reads `financial`, whose numbers run from a company's newest statement on.
-- Columns: number, revenue, assets (each amount and currency, or NULL).
CREATE TABLE financial_newest AS
SELECT
    company AS number,
    arg_min({'amount': revenue, 'currency': currency}, number) FILTER (revenue IS NOT NULL AND NOT part_year) AS revenue,
    arg_min({'amount': total_assets, 'currency': currency}, number) FILTER (total_assets IS NOT NULL) AS assets
FROM financial
GROUP BY company
