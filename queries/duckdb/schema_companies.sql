-- Purpose: blank table that says which columns a companies record may carry, and of which type.
-- Parameters: none.
CREATE TABLE companies_blank (
    own_id VARCHAR, name VARCHAR, aliases VARCHAR[], name_en VARCHAR, former_names VARCHAR[], uscc VARCHAR, lei VARCHAR,
    ticker VARCHAR, country VARCHAR, region VARCHAR, park VARCHAR, industry_code VARCHAR, industry VARCHAR, role VARCHAR,
    ownership VARCHAR, employees DOUBLE, revenue DOUBLE, assets DOUBLE, net_assets DOUBLE, market_cap DOUBLE,
    currency VARCHAR, as_of DATE, growth DOUBLE, industry_growth DOUBLE, banks VARCHAR[], bank_count DOUBLE,
    main_bank VARCHAR, listed BOOLEAN, founded DATE, status VARCHAR, is_client BOOLEAN, core_client BOOLEAN,
    contribution DOUBLE, products_held VARCHAR[], loan_balance DOUBLE, deposit_balance DOUBLE, products VARCHAR[],
    source_ref VARCHAR, grade VARCHAR, file VARCHAR, "row" BIGINT, origin INTEGER, file_row_number BIGINT
)
