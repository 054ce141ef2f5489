// Purpose: what each tie between a company and its anchor rests on, up to three sales up or down the chain.
// Parameters: $anchor and $company, ids of both ends.
// Columns: chain (the path, for drawing), companies (names from the anchor), ties (of each: kind, product, amount_cny,
//   share, as_of, grade, confidence, source, file, row).
// Order: fewest sales, then ids along the chain; at most 25.
MATCH (home:Chainprospect {key: 'store'})
MATCH (anchor:Company {snapshot: home.current, id: $anchor})
MATCH (wanted:Company {snapshot: home.current, id: $company})
CALL (anchor, wanted) {
  MATCH chain = (anchor)(()<-[:SUPPLIES|DISTRIBUTES]-()){1,3}(wanted)
  RETURN chain
  UNION
  MATCH chain = (anchor)(()-[:SUPPLIES|DISTRIBUTES]->()){1,3}(wanted)
  RETURN chain
}
RETURN chain, [company IN nodes(chain) | company.name] AS companies,
       [tie IN relationships(chain) | {
         kind: type(tie), product: tie.product, amount_cny: tie.amount_cny, share: tie.share, as_of: tie.as_of,
         grade: tie.grade, confidence: tie.confidence, source: tie.source_name, file: tie.file, row: tie.row
       }] AS ties
ORDER BY length(chain), [company IN nodes(chain) | company.id]
LIMIT 25
