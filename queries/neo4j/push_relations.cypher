// Purpose: relations of companies, once: the count of what is done moves on with them.
// Parameters: $owner whose turn it is; $lease how long it lasts from now, in milliseconds; $snapshot the version;
//   $done the count before, $next the count after; $rows each a source's number and its relations, each of which is
//   the source's number, the target's, the type, then the properties as they are named below.
// Columns: written. Order: one row; none when the count has moved on already or the turn is lost.
MATCH (home:Chainprospect {key: 'store'})
SET home.turn = home.turn + 1
WITH home
WHERE home.lease_owner = $owner
SET home.lease_until = timestamp() + $lease
WITH home
MATCH (version:Snapshot {id: $snapshot})
WHERE version.state = 'filling' AND version.done_relations = $done
SET version.done_relations = $next
WITH version
CALL (version) {
  UNWIND $rows AS together
  MATCH (source:Company {snapshot: $snapshot, number: together[0]})
  UNWIND together[1] AS row
  MATCH (target:Company {snapshot: $snapshot, number: row[1]})
  CREATE (source)-[:$(row[2]) {
    number: row[3], rank_up: row[4], rank_down: row[5], product: row[6], amount: row[7], currency: row[8],
    amount_cny: row[9], count: row[10], share_of_target: row[11], share_of_source: row[12], share: row[13],
    start: row[14], end: row[15], as_of: row[16], day: row[17], grade: row[18], confidence: row[19],
    source_ref: row[20], evidence: row[21], source_name: row[22], file: row[23], row: row[24],
    evidence_rows: row[25]
  }]->(target)
  RETURN count(*) AS written
}
RETURN written
