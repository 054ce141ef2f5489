-- Purpose: a run of the resolved companies with their facts, money in CNY where a rate is known.
-- Parameters: first and last (the last not among them), companies by number. Reads `rate` (currency, cny).
-- Columns: number (rank of id in code-point order), id, name, then the facts; `currency` is that of revenue. Lists are
-- empty rather than NULL. `records` counts the rows it rests on.
WITH known AS (
    SELECT
        i.number, i.id, i.name, f.* EXCLUDE (number, revenue, assets, uscc, lei),
        n.aliases, n.former_names, n.own_ids,
        coalesce(f.uscc, n.uscc) AS uscc, coalesce(f.lei, n.lei) AS lei,
        coalesce(f.revenue, s.revenue) AS revenue, coalesce(f.assets, s.assets) AS assets,
        b.number IS NOT NULL AS blacklisted, b.reason AS blacklist_reason,
        coalesce(r.records, 0) AS records, w.as_of AS newest
    FROM (FROM identity_company WHERE number >= $first AND number < $last) AS i
    LEFT JOIN (FROM company_fact WHERE number >= $first AND number < $last) AS f USING (number)
    LEFT JOIN (FROM company_names WHERE number >= $first AND number < $last) AS n USING (number)
    LEFT JOIN (FROM financial_newest WHERE number >= $first AND number < $last) AS s USING (number)
    LEFT JOIN company_black AS b USING (number)
    LEFT JOIN (
        SELECT number, count(*) AS records
        FROM record_company WHERE number >= $first AND number < $last GROUP BY number
    ) AS r USING (number)
    LEFT JOIN (
        SELECT number, max(as_of) AS as_of
        FROM company_said WHERE number >= $first AND number < $last GROUP BY number
    ) AS w USING (number)
)
SELECT
    k.number, k.id, k.name, coalesce(k.aliases, []) AS aliases, coalesce(k.own_ids, []) AS own_ids, k.name_en,
    coalesce(k.former_names, []) AS former_names, k.uscc, k.lei, k.ticker, k.country, k.region, k.park,
    k.industry_code, k.industry, k.role, k.ownership, k.employees,
    k.revenue.amount AS revenue, k.revenue.currency AS currency, k.revenue.amount * x.cny AS revenue_cny,
    k.assets.amount AS assets, k.assets.currency AS assets_currency, k.assets.amount * y.cny AS assets_cny,
    k.net_assets.amount AS net_assets, k.net_assets.currency AS net_assets_currency,
    k.net_assets.amount * z.cny AS net_assets_cny,
    k.market_cap.amount AS market_cap, k.market_cap.currency AS market_cap_currency,
    k.market_cap.amount * m.cny AS market_cap_cny,
    (k.revenue IS NOT NULL AND x.cny IS NULL) OR (k.assets IS NOT NULL AND y.cny IS NULL) AS unpriced,
    k.newest AS as_of, k.growth, k.industry_growth, coalesce(k.banks, []) AS banks, k.bank_count, k.main_bank,
    k.listed, k.founded, k.status, k.is_client, k.core_client,
    k.contribution.amount AS contribution, k.contribution.currency AS contribution_currency,
    k.contribution.amount * c.cny AS contribution_cny,
    coalesce(k.products_held, []) AS products_held,
    k.loan_balance.amount AS loan_balance, k.loan_balance.currency AS loan_balance_currency,
    k.loan_balance.amount * l.cny AS loan_balance_cny,
    k.deposit_balance.amount AS deposit_balance, k.deposit_balance.currency AS deposit_balance_currency,
    k.deposit_balance.amount * d.cny AS deposit_balance_cny,
    coalesce(k.products, []) AS products, k.origin.file AS source_file, k.origin.row AS source_row,
    k.origin.ref AS source_ref, k.origin.grade AS grade,
    k.blacklisted, k.blacklist_reason, k.records
FROM known AS k
LEFT JOIN rate AS x ON x.currency = k.revenue.currency
LEFT JOIN rate AS y ON y.currency = k.assets.currency
LEFT JOIN rate AS z ON z.currency = k.net_assets.currency
LEFT JOIN rate AS m ON m.currency = k.market_cap.currency
LEFT JOIN rate AS c ON c.currency = k.contribution.currency
LEFT JOIN rate AS l ON l.currency = k.loan_balance.currency
LEFT JOIN rate AS d ON d.currency = k.deposit_balance.currency
