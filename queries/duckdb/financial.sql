-- Purpose: one row a company, period and currency: per line item the value of the latest load, else the smallest.
-- Parameters: none.
-- Columns: number (in the order below), company (number), period, period_end, currency, part_year (the period is visibly
-- less than a year), the items, file and row (where the latest load states it; of several the smallest).
-- Order: company, period_end (newest first, blank last), period (greatest first), currency.
CREATE TABLE financial AS
WITH said AS (
    SELECT
        c.number AS company, r.period, r.period_end, coalesce(r.currency, 'CNY') AS currency, f.later,
        r.revenue, r.revenue_open, r.cogs, r.cogs_open, r.gross_profit, r.gross_profit_open, r.net_profit,
        r.net_profit_open, r.interest, r.interest_open, r.ebit, r.ebit_open, r.operating_cash_flow,
        r.operating_cash_flow_open, r.cash, r.cash_open, r.receivables, r.receivables_open, r.inventory,
        r.inventory_open, r.prepayments, r.prepayments_open, r.payables, r.payables_open, r.advances,
        r.advances_open, r.current_assets, r.current_assets_open, r.current_liabilities, r.current_liabilities_open,
        r.total_assets, r.total_assets_open, r.total_liabilities, r.total_liabilities_open, r.net_assets,
        r.net_assets_open, r.short_loans, r.short_loans_open, r.long_loans, r.long_loans_open, r.own_funds,
        r.own_funds_open, r.rd_expense, r.rd_expense_open, r.tax, r.tax_open,
        {'file': r.file, 'row': r."row"} AS origin
    FROM financials_row AS r
    JOIN source_file AS f USING (origin)
    JOIN reference_company AS c ON c.text = r.company
),
claim AS (
    SELECT company, period, period_end, currency, later,
        min(COLUMNS(* EXCLUDE (company, period, period_end, currency, later)))
    FROM said
    GROUP BY company, period, period_end, currency, later
),
merged AS (
    SELECT company, period, period_end, currency,
        arg_min(COLUMNS(* EXCLUDE (company, period, period_end, currency, later)), later)
    FROM claim
    GROUP BY company, period, period_end, currency
)
SELECT
    row_number() OVER (
        ORDER BY company, period_end DESC NULLS LAST, period DESC NULLS LAST, currency
    ) - 1 AS number,
    company, period, period_end, currency,
    coalesce(regexp_matches(
        period, '(?i)q[1-4]|[1-4]q|h[12]|[12]h|季|半年|中期|[-/.年](0?[1-9]|1[01])([-/.月]|$)'
    ), false) AS part_year,
    * EXCLUDE (company, period, period_end, currency, origin), origin.file AS file, origin.row AS "row"
FROM merged
