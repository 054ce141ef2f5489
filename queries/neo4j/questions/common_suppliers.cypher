// Purpose: who supplies both of two companies: the competitors' common sources, seldom large ones.
// Parameters: $anchor and $other, ids of the two.
// Columns: supplier, id, amount_cny (a year to the first), other_amount_cny (to the second), client.
// Order: the smaller of both amounts from the largest (unknown last), then id.
MATCH (home:Chainprospect {key: 'store'})
MATCH (anchor:Company {snapshot: home.current, id: $anchor})
MATCH (other:Company {snapshot: home.current, id: $other})
MATCH (anchor)<-[tie:SUPPLIES|DISTRIBUTES]-(supplier)-[also:SUPPLIES|DISTRIBUTES]->(other)
WITH supplier, max(tie.amount_cny) AS amount_cny, max(also.amount_cny) AS other_amount_cny
RETURN supplier.name AS supplier, supplier.id AS id, amount_cny, other_amount_cny,
       coalesce(supplier.is_client, false) AS client
ORDER BY CASE WHEN amount_cny < other_amount_cny THEN amount_cny ELSE coalesce(other_amount_cny, -1) END DESC, id
