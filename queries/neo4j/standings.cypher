// Purpose: what advice reads of companies beyond their plain facts; money in CNY.
// Parameters: $snapshot the version, $numbers company numbers, each once.
// Columns: the fields of a standing in their order: number, employees, revenue, assets, net_assets, market_cap, growth,
//   industry_growth, bank_count, founded, contribution, loan_balance, deposit_balance, products_held, blacklist_reason,
//   status.
// Order: by no rule.
UNWIND $numbers AS number
MATCH (company:Company {snapshot: $snapshot, number: number})
RETURN number, company.employees, company.revenue_cny, company.assets_cny, company.net_assets_cny,
       company.market_cap_cny, company.growth, company.industry_growth, company.bank_count, company.founded,
       company.contribution, company.loan_balance_cny, company.deposit_balance_cny, company.products_held,
       company.blacklist_reason, company.status
