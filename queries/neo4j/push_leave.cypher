// Purpose: give the writer's turn back.
// Parameters: $owner who had it.
// Columns: none.
// Order: none.
MATCH (home:Chainprospect {key: 'store'})
WHERE home.lease_owner = $owner
REMOVE home.lease_owner, home.lease_until
