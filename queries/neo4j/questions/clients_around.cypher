// Purpose: our own clients within two sales of a company, either way: who of them can open its door.
// Parameters: $anchor id of the company.
// Columns: client, id, steps, between (the company in between, if any), core.
// Order: steps, core clients first, then id; at most 100.
MATCH (home:Chainprospect {key: 'store'})
MATCH (anchor:Company {snapshot: home.current, id: $anchor})
MATCH chain = (anchor)(()-[tie:SUPPLIES|DISTRIBUTES WHERE tie.rank_up < 200 AND tie.rank_down < 200]-()){1,2}(client)
WHERE client.is_client = true AND client <> anchor
WITH client, chain
ORDER BY length(chain), nodes(chain)[1].id
WITH client, head(collect(chain)) AS chain
RETURN client.name AS client, client.id AS id, length(chain) AS steps,
       CASE length(chain) WHEN 2 THEN nodes(chain)[1].name END AS between,
       coalesce(client.core_client, false) AS core
ORDER BY steps, core DESC, id
LIMIT 100
