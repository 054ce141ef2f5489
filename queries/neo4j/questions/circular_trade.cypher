// Purpose: goods that come back: chains of two to four sales that begin and end at a company, a mark of trade that only
//   turns money over.
// Parameters: $anchor id of the company.
// Columns: ring (names in the direction of the goods), sales, smallest_amount_cny (of the sales with a known amount), chain
//   (the path, for drawing).
// Order: sales, then ring; at most 100.
MATCH (home:Chainprospect {key: 'store'})
MATCH (anchor:Company {snapshot: home.current, id: $anchor})
MATCH chain = (anchor)((here)-[tie:SUPPLIES|DISTRIBUTES WHERE tie.rank_down < 100]->(next)){2,4}(anchor)
WHERE NOT anchor IN here[1..]
  AND ALL(at IN range(0, size(here) - 1) WHERE NOT here[at] IN here[at + 1..])
RETURN [company IN nodes(chain) | company.name] AS ring, length(chain) AS sales,
       reduce(least = null, sale IN tie |
         CASE WHEN least IS NULL OR sale.amount_cny < least THEN coalesce(sale.amount_cny, least) ELSE least END
       ) AS smallest_amount_cny,
       chain
ORDER BY sales, ring
LIMIT 100
