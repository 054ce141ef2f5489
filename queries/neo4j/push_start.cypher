// Purpose: begin a version, or go on with one that was begun.
// Parameters: $owner whose turn it is; $row what the version says of itself.
// Columns: done rows already written by part. Order: one row, or none when the turn is lost.
MATCH (home:Chainprospect {key: 'store'})
SET home.turn = home.turn + 1
WITH home
WHERE home.lease_owner = $owner
MERGE (version:Snapshot {id: $row.id})
ON CREATE SET version += $row, version.state = 'filling', version.done_labels = 0, version.done_companies = 0,
              version.done_relations = 0, version.done_events = 0, version.done_financials = 0
RETURN [version.done_labels, version.done_companies, version.done_relations, version.done_events,
        version.done_financials] AS done
