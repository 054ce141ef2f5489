// Purpose: trade partners that also stand in for one another: a supplier that guarantees its buyer, or a buyer its
//   supplier. Whoever finances the sale finances both ends.
// Parameters: none.
// Columns: guarantor, guarantor_id, debtor, debtor_id, guaranteed_cny, sells_to_debtor, buys_from_debtor.
// Order: guaranteed amount from the largest (unknown last), then both ids; at most 200.
MATCH (home:Chainprospect {key: 'store'})
MATCH (guarantor:Company {snapshot: home.current})-[tie:GUARANTEES]->(debtor)
WITH guarantor, debtor, tie,
     EXISTS { (guarantor)-[:SUPPLIES|DISTRIBUTES]->(debtor) } AS sells,
     EXISTS { (guarantor)<-[:SUPPLIES|DISTRIBUTES]-(debtor) } AS buys
WHERE sells OR buys
RETURN guarantor.name AS guarantor, guarantor.id AS guarantor_id, debtor.name AS debtor, debtor.id AS debtor_id,
       tie.amount_cny AS guaranteed_cny, sells AS sells_to_debtor, buys AS buys_from_debtor
ORDER BY coalesce(guaranteed_cny, -1) DESC, guarantor_id, debtor_id
LIMIT 200
