-- Purpose: blank table that says which columns a financials record may carry, and of which type: every line item and
-- its twin at the start of the period.
-- Parameters: none.
CREATE TABLE financials_blank (
    company VARCHAR, period VARCHAR, period_end DATE, currency VARCHAR,
    revenue DOUBLE, revenue_open DOUBLE,
    cogs DOUBLE, cogs_open DOUBLE,
    gross_profit DOUBLE, gross_profit_open DOUBLE,
    net_profit DOUBLE, net_profit_open DOUBLE,
    interest DOUBLE, interest_open DOUBLE,
    ebit DOUBLE, ebit_open DOUBLE,
    operating_cash_flow DOUBLE, operating_cash_flow_open DOUBLE,
    cash DOUBLE, cash_open DOUBLE,
    receivables DOUBLE, receivables_open DOUBLE,
    inventory DOUBLE, inventory_open DOUBLE,
    prepayments DOUBLE, prepayments_open DOUBLE,
    payables DOUBLE, payables_open DOUBLE,
    advances DOUBLE, advances_open DOUBLE,
    current_assets DOUBLE, current_assets_open DOUBLE,
    current_liabilities DOUBLE, current_liabilities_open DOUBLE,
    total_assets DOUBLE, total_assets_open DOUBLE,
    total_liabilities DOUBLE, total_liabilities_open DOUBLE,
    net_assets DOUBLE, net_assets_open DOUBLE,
    short_loans DOUBLE, short_loans_open DOUBLE,
    long_loans DOUBLE, long_loans_open DOUBLE,
    own_funds DOUBLE, own_funds_open DOUBLE,
    rd_expense DOUBLE, rd_expense_open DOUBLE,
    tax DOUBLE, tax_open DOUBLE,
    file VARCHAR, "row" BIGINT, origin INTEGER, file_row_number BIGINT
)
