// Purpose: take the one writer's turn, or go on with it; nobody else's turn is touched before it has run out.
//   The count `turn` is written first, so that of two who ask at once one waits and then sees what the other wrote.
// Parameters: $schema our layout; $owner who asks; $lease how long the turn lasts from now, in milliseconds.
// Columns: schema the layout that the database has. Order: one row, or none while somebody else writes.
MERGE (home:Chainprospect {key: 'store'})
ON CREATE SET home.schema = $schema
SET home.turn = coalesce(home.turn, 0) + 1
WITH home
WHERE coalesce(home.lease_until, 0) < timestamp() OR home.lease_owner = $owner
SET home.lease_owner = $owner, home.lease_until = timestamp() + $lease
RETURN home.schema AS schema
