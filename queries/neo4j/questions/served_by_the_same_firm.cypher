// Purpose: companies served by the same law firm, accountant, tax agent or association as a company: doors that one visit
//   to the intermediary opens.
// Parameters: $anchor id of the company.
// Columns: company, id, intermediary, role (of the intermediary), client (whether the company is ours).
// Order: intermediary, then its own order of companies, then id; at most 200.
MATCH (home:Chainprospect {key: 'store'})
MATCH (anchor:Company {snapshot: home.current, id: $anchor})<-[:INTERMEDIATES]-(intermediary)
MATCH (intermediary)-[tie:INTERMEDIATES]->(company)
WHERE company <> anchor
RETURN company.name AS company, company.id AS id, intermediary.name AS intermediary, intermediary.role AS role,
       coalesce(company.is_client, false) AS client
ORDER BY intermediary, tie.rank_down, id
LIMIT 200
