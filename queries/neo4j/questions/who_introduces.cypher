// Purpose: who can introduce us to a company: an intermediary that serves it and a client of ours, or a client that refers
//   it, owns it or trades with it.
// Parameters: $company id of the company we want to meet.
// Columns: introducer, id, how, client (whom of our clients it serves; null where the introducer is the client).
// Order: how, then introducer's id, then client.
MATCH (home:Chainprospect {key: 'store'})
MATCH (wanted:Company {snapshot: home.current, id: $company})
CALL (wanted) {
  MATCH (wanted)<-[:INTERMEDIATES]-(introducer)-[:INTERMEDIATES]->(client {is_client: true})
  WHERE client <> wanted
  RETURN introducer, 'serves both' AS how, client.name AS client
  UNION
  MATCH (wanted)<-[:REFERS]-(introducer {is_client: true})
  RETURN introducer, 'refers' AS how, null AS client
  UNION
  MATCH (wanted)<-[:OWNS]-(introducer {is_client: true})
  RETURN introducer, 'owns' AS how, null AS client
  UNION
  MATCH (wanted)-[:SUPPLIES|DISTRIBUTES]-(introducer {is_client: true})
  RETURN introducer, 'trades with' AS how, null AS client
}
RETURN introducer.name AS introducer, introducer.id AS id, how, client
ORDER BY how, id, client
