// Purpose: find a company by a part of its name, an alias or a former name, and its id for the other questions.
// Parameters: $text what to look for; signs that mean something to the index (+ - : ( ) " ~ * ? and the like) stand behind
//   a backslash.
// Columns: company, id, region, industry, client, score (how well the index thinks it fits).
// Order: best first; at most 25.
MATCH (home:Chainprospect {key: 'store'})
CALL db.index.fulltext.queryNodes('company_names', $text) YIELD node, score
WHERE node.snapshot = home.current
RETURN node.name AS company, node.id AS id, node.region AS region,
       coalesce(node.industry_code, node.industry) AS industry, coalesce(node.is_client, false) AS client, score
ORDER BY score DESC, id
LIMIT 25
