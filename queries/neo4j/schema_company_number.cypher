// Purpose: a company stands once in a version, and is found by its number: every walk does.
// Parameters: none.
// Columns: none.
// Order: none.
CREATE CONSTRAINT company_number IF NOT EXISTS
FOR (company:Company) REQUIRE (company.snapshot, company.number) IS UNIQUE
