// Purpose: companies of one industry division and province are found together.
// Parameters: none.
// Columns: none.
// Order: none.
CREATE INDEX company_peers IF NOT EXISTS
FOR (company:Company) ON (company.snapshot, company.division, company.province, company.number)
