// Purpose: remove what is left of a version once its companies are gone.
// Parameters: $owner whose turn it is; $snapshot the version.
// Columns: none.
// Order: none.
MATCH (home:Chainprospect {key: 'store'})
WHERE home.lease_owner = $owner
MATCH (version:Snapshot {id: $snapshot, state: 'removing'})
OPTIONAL MATCH (labels:Labels {snapshot: $snapshot})
DETACH DELETE labels, version
