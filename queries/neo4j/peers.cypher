// Purpose: companies of the same industry division and province as one of them.
// Parameters: $snapshot the version, $number of the company, $limit peers at most.
// Columns: division, province, total (all peers), numbers (the first ones).
// Order: one row; numbers ascending.
MATCH (company:Company {snapshot: $snapshot, number: $number})
RETURN company.division AS division,
       company.province AS province,
       COUNT {
         MATCH (peer:Company {snapshot: $snapshot, division: company.division, province: company.province})
         WHERE peer.number <> $number
       } AS total,
       COLLECT {
         MATCH (peer:Company {snapshot: $snapshot, division: company.division, province: company.province})
         WHERE peer.number <> $number
         RETURN peer.number ORDER BY peer.number LIMIT $limit
       } AS numbers
