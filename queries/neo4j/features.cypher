// Purpose: everything that the score reads of many companies, in one batch.
// Parameters: $snapshot the version, $numbers company numbers, each once.
// Columns: number, employees, revenue_cny, assets_cny, unpriced, growth, industry_growth, industry_no, industry, region_no,
//   region, role_no, role, status, is_client, blacklisted, listed, partners, buyers, suppliers, client_partners,
//   ownership_group, bank_count, bank_nos, banks, main_bank_no, main_bank, events (number, type_no, type and day of each,
//   by number). A column that ends in _no is the place of the text beside it among all distinct ones.
// Order: by no rule.
UNWIND $numbers AS number
MATCH (company:Company {snapshot: $snapshot, number: number})
RETURN number, company.employees, company.revenue_cny, company.assets_cny, company.unpriced, company.growth,
       company.industry_growth, company.industry_no, coalesce(company.industry_code, company.industry),
       company.region_no, company.region, company.role_no, company.role, company.status, company.is_client,
       company.blacklisted, company.listed, company.partners, company.buyers, company.suppliers,
       company.client_partners, company.ownership_group, company.bank_count, company.bank_nos, company.banks,
       company.main_bank_no, company.main_bank,
       COLLECT {
         MATCH (event:Event)-[:HAPPENED_TO]->(company)
         RETURN [event.number, event.type_no, event.type, event.day] ORDER BY event.number
       } AS events
