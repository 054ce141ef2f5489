// Purpose: rings of guarantees: two to five companies of which each stands in for the next and the last for the first, so
//   that one default pulls all.
// Parameters: none.
// Columns: ring (names, from the company with the smallest number), guarantees, chain (the path, for drawing).
// Order: guarantees, then ring; at most 100.
MATCH (home:Chainprospect {key: 'store'})
MATCH (first:Company {snapshot: home.current})-[:GUARANTEES]->()
WITH DISTINCT first
MATCH chain = (first)((here)-[:GUARANTEES]->(next WHERE next.number >= first.number)){2,5}(first)
WHERE ALL(at IN range(0, size(here) - 1) WHERE NOT here[at] IN here[at + 1..])
RETURN [company IN nodes(chain) | company.name] AS ring, length(chain) AS guarantees, chain
ORDER BY guarantees, ring
LIMIT 100
