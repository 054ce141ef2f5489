// Purpose: statements of companies, once: the count of what is done moves on with them.
// Parameters: $owner whose turn it is; $lease how long it lasts from now, in milliseconds; $snapshot the version;
//   $done the count before, $next the count after; $rows their properties, with the number of the company.
// Columns: written. Order: one row; none when the count has moved on already or the turn is lost.
MATCH (home:Chainprospect {key: 'store'})
SET home.turn = home.turn + 1
WITH home
WHERE home.lease_owner = $owner
SET home.lease_until = timestamp() + $lease
WITH home
MATCH (version:Snapshot {id: $snapshot})
WHERE version.state = 'filling' AND version.done_financials = $done
SET version.done_financials = $next
WITH version
CALL (version) {
  UNWIND $rows AS row
  MATCH (company:Company {snapshot: $snapshot, number: row.company})
  CREATE (statement:Financial)-[:REPORTS_ON]->(company)
  SET statement = row, statement.company = null
  RETURN count(*) AS written
}
RETURN written
