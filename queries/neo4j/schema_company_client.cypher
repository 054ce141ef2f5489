// Purpose: the bank's own clients are found together.
// Parameters: none.
// Columns: none.
// Order: none.
CREATE INDEX company_client IF NOT EXISTS FOR (company:Company) ON (company.snapshot, company.is_client)
