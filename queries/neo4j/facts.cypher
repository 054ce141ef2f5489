// Purpose: what every record states of one company.
// Parameters: $snapshot the version, $number of the company.
// Columns: rows (packed; null where no record tells of it).
// Order: one row.
MATCH (company:Company {snapshot: $snapshot, number: $number})
RETURN company.facts AS rows
