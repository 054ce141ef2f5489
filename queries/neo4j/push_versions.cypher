// Purpose: every version of ours in the database with how far it is filled, and which is in use.
// Parameters: none.
// Columns: id, state, content, schema, current (whether it is in use), done (rows by part). Order: id.
MATCH (version:Snapshot)
WHERE version.schema IS NOT NULL AND version.content IS NOT NULL
OPTIONAL MATCH (home:Chainprospect {key: 'store'})
RETURN version.id AS id, version.state AS state, version.content AS content, version.schema AS schema,
       coalesce(home.current = version.id, false) AS current,
       [version.done_labels, version.done_companies, version.done_relations, version.done_events,
        version.done_financials] AS done
ORDER BY id
