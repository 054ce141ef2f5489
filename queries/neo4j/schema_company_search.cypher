// Purpose: companies are found by any part of an id, name or alias, by the grams that the push writes of them.
// Parameters: none.
// Columns: none.
// Order: none.
CREATE FULLTEXT INDEX company_search IF NOT EXISTS FOR (company:Company) ON EACH [company.search_grams]
OPTIONS { indexConfig: { `fulltext.analyzer`: 'whitespace' } }
