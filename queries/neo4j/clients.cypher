// Purpose: every company that is a client of ours.
// Parameters: $snapshot the version.
// Columns: number.
// Order: ascending.
MATCH (company:Company {snapshot: $snapshot, is_client: true})
RETURN company.number AS number
ORDER BY number
