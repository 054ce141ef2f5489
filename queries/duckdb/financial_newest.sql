-- Purpose: the newest yearly revenue and the newest total assets that a company's statements give.
-- Parameters: none.
-- Columns: number, revenue, assets (each amount and currency, or NULL).
CREATE TABLE financial_newest AS
WITH dated AS (
    SELECT
        company AS number, revenue, total_assets, part_year, currency,
        row_number() OVER (
            PARTITION BY company
            ORDER BY period_end DESC NULLS LAST, period DESC NULLS LAST, currency
        ) AS place
    FROM financial
)
SELECT
    number,
    arg_min({'amount': revenue, 'currency': currency}, place) FILTER (revenue IS NOT NULL AND NOT part_year) AS revenue,
    arg_min({'amount': total_assets, 'currency': currency}, place) FILTER (total_assets IS NOT NULL) AS assets
FROM dated
GROUP BY number
