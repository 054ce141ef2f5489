// Purpose: companies with what a list, a sentence or a map prints of them.
// Parameters: $snapshot the version, $numbers company numbers, each once.
// Columns: the fields of a company in their order: number, id, name, aliases, name_en, former_names, uscc, lei, ticker,
//   country, region, park, industry_code, industry, role, ownership, status, products, main_bank, banks, is_client,
//   core_client, listed, employees, revenue, currency, as_of, grade, source_file, source_row, source_ref, records.
// Order: by no rule.
UNWIND $numbers AS number
MATCH (company:Company {snapshot: $snapshot, number: number})
RETURN number, company.id, company.name, company.aliases, company.name_en, company.former_names, company.uscc,
       company.lei, company.ticker, company.country, company.region, company.park, company.industry_code,
       company.industry, company.role, company.ownership, company.status, company.products, company.main_bank,
       company.banks, company.is_client, company.core_client, company.listed, company.employees, company.revenue,
       company.currency, company.as_of, company.grade, company.source_file, company.source_row, company.source_ref,
       company.records
