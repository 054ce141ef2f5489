// Purpose: remove a run of companies of a version with their events and statements; their relations are gone.
// Parameters: $owner whose turn it is; $lease how long it lasts from now, in milliseconds; $snapshot the version; $first
//   and $last companies by number, the last not among them.
// Columns: removed. Order: one row, or none when the turn is lost.
MATCH (home:Chainprospect {key: 'store'})
WHERE home.lease_owner = $owner
SET home.lease_until = timestamp() + $lease
WITH home
CALL (home) {
  MATCH (company:Company)
  WHERE company.snapshot = $snapshot AND company.number >= $first AND company.number < $last
  OPTIONAL MATCH (company)<-[:HAPPENED_TO|REPORTS_ON]-(told:Event|Financial {snapshot: $snapshot})
  DETACH DELETE told, company
  RETURN count(DISTINCT company) AS removed
}
RETURN removed
