// Purpose: people find companies by their names in Neo4j Browser and Bloom, Chinese ones too.
// Parameters: none.
// Columns: none.
// Order: none.
CREATE FULLTEXT INDEX company_names IF NOT EXISTS
FOR (company:Company) ON EACH [company.name, company.aliases, company.former_names, company.name_en]
OPTIONS { indexConfig: { `fulltext.analyzer`: 'cjk' } }
