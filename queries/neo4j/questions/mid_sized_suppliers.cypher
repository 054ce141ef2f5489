// Purpose: suppliers and their suppliers of a company that are mid-sized: at least 300 persons or 20 million CNY a year,
//   and below 10,000 persons and 5 billion; no clients of ours yet. The bounds stand below; change them to yours.
// Parameters: $anchor id of the company.
// Columns: company, id, tier, through (the supplier in between, if any), employees, revenue_cny, region, industry.
// Order: tier, then revenue from the largest (unknown last), then id; at most 200.
MATCH (home:Chainprospect {key: 'store'})
MATCH (anchor:Company {snapshot: home.current, id: $anchor})
MATCH chain = (anchor)(()<-[tie:SUPPLIES|DISTRIBUTES WHERE tie.rank_up < 200]-()){1,2}(supplier)
WHERE supplier <> anchor
  AND coalesce(supplier.is_client, false) = false
  AND (supplier.employees >= 300 OR supplier.revenue_cny >= 2e7)
  AND coalesce(supplier.employees, 0) < 10000 AND coalesce(supplier.revenue_cny, 0) < 5e9
WITH supplier, chain
ORDER BY length(chain), nodes(chain)[1].id
WITH supplier, head(collect(chain)) AS chain
RETURN supplier.name AS company, supplier.id AS id, length(chain) AS tier,
       CASE length(chain) WHEN 2 THEN nodes(chain)[1].name END AS through,
       supplier.employees AS employees, supplier.revenue_cny AS revenue_cny, supplier.region AS region,
       coalesce(supplier.industry_code, supplier.industry) AS industry
ORDER BY tier, coalesce(revenue_cny, -1) DESC, id
LIMIT 200
