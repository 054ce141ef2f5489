// Purpose: what happened lately to the suppliers and buyers of a company.
// Parameters: $anchor id of the company, $since first date, such as '2024-01-01'.
// Columns: date, company, id, side (supplier or buyer), type, text, source_ref.
// Order: newest first, then id, type and side; at most 200.
MATCH (home:Chainprospect {key: 'store'})
MATCH (anchor:Company {snapshot: home.current, id: $anchor})-[tie:SUPPLIES|DISTRIBUTES]-(company)
WITH DISTINCT anchor, company, CASE WHEN startNode(tie) = company THEN 'supplier' ELSE 'buyer' END AS side
MATCH (event:Event)-[:HAPPENED_TO]->(company)
WHERE event.date >= $since
RETURN event.date AS date, company.name AS company, company.id AS id, side, event.type AS type, event.text AS text,
       event.source_ref AS source_ref
ORDER BY date DESC, id, type, side
LIMIT 200
