// Purpose: companies that are no clients of ours and trade with several that are.
// Parameters: $least clients at least, such as 3.
// Columns: company, id, clients (how many of its partners are ours), region, industry, main_bank.
// Order: most clients first, then id; at most 200.
MATCH (home:Chainprospect {key: 'store'})
MATCH (client:Company {snapshot: home.current, is_client: true})-[:SUPPLIES|DISTRIBUTES]-(company)
WHERE coalesce(company.is_client, false) = false AND company.client_partners >= $least
WITH DISTINCT company
RETURN company.name AS company, company.id AS id, company.client_partners AS clients, company.region AS region,
       coalesce(company.industry_code, company.industry) AS industry, company.main_bank AS main_bank
ORDER BY clients DESC, id
LIMIT 200
