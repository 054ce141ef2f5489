-- Purpose: the numeric columns that the score and the advice read, and those a company prints.
-- Parameters: middleman (roles).
-- Reads `company` from its file, which is in the order of the numbers.
-- Columns: floats (NULL unknown), words as tinyint (-1 unknown, 0 no, 1 yes), source_row (NULL without a record), records,
-- day and founded (days since 1970-01-01). Order: number.
SELECT
    employees, revenue, revenue_cny, assets_cny, net_assets_cny, market_cap_cny, growth, industry_growth,
    contribution_cny, loan_balance_cny, deposit_balance_cny,
    CASE WHEN len(banks) > 0 THEN len(list_distinct(banks)) ELSE bank_count END::DOUBLE AS bank_count,
    unpriced, blacklisted, coalesce(list_contains($middleman, role), false) AS middleman,
    CASE WHEN status IS NULL THEN -1 WHEN status = 'active' THEN 1 ELSE 0 END::TINYINT AS active,
    coalesce(is_client::TINYINT, -1)::TINYINT AS is_client,
    coalesce(core_client::TINYINT, -1)::TINYINT AS core_client,
    coalesce(listed::TINYINT, -1)::TINYINT AS listed,
    source_row, records,
    as_of - DATE '1970-01-01' AS day, founded - DATE '1970-01-01' AS founded
FROM company
