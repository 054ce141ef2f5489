// Purpose: companies, once: the count of what is done moves on with them.
// Parameters: $owner whose turn it is; $lease how long it lasts from now, in milliseconds; $snapshot the version;
//   $done the count before, $next the count after; $rows their properties.
// Columns: written. Order: one row; none when the count has moved on already or the turn is lost.
MATCH (home:Chainprospect {key: 'store'})
SET home.turn = home.turn + 1
WITH home
WHERE home.lease_owner = $owner
SET home.lease_until = timestamp() + $lease
WITH home
MATCH (version:Snapshot {id: $snapshot})
WHERE version.state = 'filling' AND version.done_companies = $done
SET version.done_companies = $next
WITH version
CALL (version) {
  UNWIND $rows AS row
  CREATE (company:Company)
  SET company = row
  RETURN count(*) AS written
}
RETURN written
