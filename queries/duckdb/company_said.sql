-- Purpose: what each companies record says, with the right it says it with. Money stands with its currency, and the
-- place of a record with its grade, so that neither is torn apart.
-- Parameters: grades (words, best first).
-- Columns: number, alone (its company's only record), rank (the smaller, the stronger: newest as_of, better grade, latest
-- load), then the facts.
CREATE TABLE company_said AS
SELECT
    c.number,
    n.records = 1 AS alone,
    ((3000000000 - coalesce(r.as_of - DATE '1970-01-01', -3000000000)) * 8
        + coalesce(list_position($grades, r.grade), len($grades)) - 1) * 1000000 + f.later AS rank,
    r.name_en, r.uscc, r.lei, r.ticker, r.country, r.region, r.park, r.industry_code, r.industry, r.role, r.ownership,
    r.employees,
    CASE WHEN r.revenue IS NOT NULL
        THEN {'amount': r.revenue, 'currency': coalesce(r.currency, 'CNY')} END AS revenue,
    CASE WHEN r.assets IS NOT NULL
        THEN {'amount': r.assets, 'currency': coalesce(r.currency, 'CNY')} END AS assets,
    CASE WHEN r.net_assets IS NOT NULL
        THEN {'amount': r.net_assets, 'currency': coalesce(r.currency, 'CNY')} END AS net_assets,
    CASE WHEN r.market_cap IS NOT NULL
        THEN {'amount': r.market_cap, 'currency': coalesce(r.currency, 'CNY')} END AS market_cap,
    r.as_of, r.growth, r.industry_growth,
    CASE WHEN len(r.banks) > 0 THEN r.banks END AS banks,
    r.bank_count, r.main_bank, r.listed, r.founded, r.status, r.is_client, r.core_client,
    CASE WHEN r.contribution IS NOT NULL
        THEN {'amount': r.contribution, 'currency': coalesce(r.currency, 'CNY')} END AS contribution,
    CASE WHEN len(r.products_held) > 0 THEN r.products_held END AS products_held,
    CASE WHEN r.loan_balance IS NOT NULL
        THEN {'amount': r.loan_balance, 'currency': coalesce(r.currency, 'CNY')} END AS loan_balance,
    CASE WHEN r.deposit_balance IS NOT NULL
        THEN {'amount': r.deposit_balance, 'currency': coalesce(r.currency, 'CNY')} END AS deposit_balance,
    CASE WHEN len(r.products) > 0 THEN r.products END AS products,
    {'file': r.file, 'row': r.row, 'grade': coalesce(r.grade, 'inferred'), 'ref': r.source_ref} AS origin
FROM companies_row AS r
JOIN source_file AS f USING (origin)
JOIN record_company AS c ON c.origin = r.origin AND c.position = r.file_row_number
JOIN (SELECT number, count(*) AS records FROM record_company GROUP BY number) AS n USING (number)
