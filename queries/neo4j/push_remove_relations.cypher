// Purpose: remove relations of a version that go out from a run of companies, so many at once.
// Parameters: $owner whose turn it is; $lease how long it lasts from now, in milliseconds; $snapshot the version; $first
//   and $last companies by number, the last not among them; $limit.
// Columns: removed. Order: one row, or none when the turn is lost.
MATCH (home:Chainprospect {key: 'store'})
WHERE home.lease_owner = $owner
SET home.lease_until = timestamp() + $lease
WITH home
CALL (home) {
  MATCH (company:Company)
  WHERE company.snapshot = $snapshot AND company.number >= $first AND company.number < $last
  MATCH (company)-[tie]->()
  WITH tie LIMIT $limit
  DELETE tie
  RETURN count(*) AS removed
}
RETURN removed
