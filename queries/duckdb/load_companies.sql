-- Purpose: companies rows of one sheet. A currency belongs to a row with an amount; `clients` files mark every row.
-- Parameters: $file (label of the sheet), $clients (whether every row is a client), $grade (where a row has none).
SELECT
    id AS own_id, name, aliases, name_en, former_names, uscc, lei, ticker, country, region, park,
    coalesce(industry_code, industry_found) AS industry_code,
    coalesce(industry, industry_named) AS industry,
    role, ownership, employees, revenue, assets, net_assets, market_cap,
    CASE
        WHEN coalesce(revenue, assets, net_assets, market_cap, contribution, loan_balance, deposit_balance) IS NOT NULL
            THEN currency
    END AS currency,
    as_of, growth, industry_growth, banks, bank_count, main_bank, listed, founded, status,
    $clients OR is_client AS is_client,
    core_client, contribution, products_held, loan_balance, deposit_balance, products, source_ref,
    coalesce(grade, $grade) AS grade,
    $file AS file, "row"
FROM accepted
