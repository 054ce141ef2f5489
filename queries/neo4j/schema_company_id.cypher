// Purpose: an id names one company of a version, and finds it.
// Parameters: none.
// Columns: none.
// Order: none.
CREATE CONSTRAINT company_id IF NOT EXISTS
FOR (company:Company) REQUIRE (company.snapshot, company.id) IS UNIQUE
