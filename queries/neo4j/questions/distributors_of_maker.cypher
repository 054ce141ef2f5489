// Purpose: who distributes a maker's goods, and whom each of them sells to.
// Parameters: $anchor id of the maker.
// Columns: distributor, id, region, client (whether it is ours), amount_cny (a year from the maker), buyers (how many it
//   sells to), best_buyers (names of its first five).
// Order: amount from the largest (unknown last), then id.
MATCH (home:Chainprospect {key: 'store'})
MATCH (anchor:Company {snapshot: home.current, id: $anchor})-[tie:DISTRIBUTES]->(distributor)
RETURN distributor.name AS distributor, distributor.id AS id, distributor.region AS region,
       coalesce(distributor.is_client, false) AS client, tie.amount_cny AS amount_cny, distributor.buyers AS buyers,
       COLLECT {
         MATCH (distributor)-[sale:SUPPLIES|DISTRIBUTES]->(buyer)
         WHERE sale.rank_down < 5
         RETURN buyer.name ORDER BY sale.rank_down
       } AS best_buyers
ORDER BY coalesce(amount_cny, -1) DESC, id
