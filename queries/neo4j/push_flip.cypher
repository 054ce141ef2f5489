// Purpose: put a finished version in use; a reader sees the one before or this one.
// Parameters: $owner whose turn it is; $snapshot the version.
// Columns: current. Order: one row, or none when the turn is lost.
MATCH (home:Chainprospect {key: 'store'})
SET home.turn = home.turn + 1
WITH home
WHERE home.lease_owner = $owner
MATCH (version:Snapshot {id: $snapshot})
SET version.state = 'complete', home.current = $snapshot, home.schema = version.schema
RETURN home.current AS current
