// Purpose: statements of many companies.
// Parameters: $snapshot the version, $numbers company numbers, each once.
// Columns: number, id, and of each statement, as lists: period, period_end, currency, part_year, rate, item_names, items,
//   file, row.
// Order: by no rule; of one company the newest statement first.
UNWIND $numbers AS number
MATCH (company:Company {snapshot: $snapshot, number: number})
RETURN number, company.id,
       COLLECT {
         MATCH (statement:Financial)-[:REPORTS_ON]->(company)
         RETURN [statement.period, statement.period_end, statement.currency, statement.part_year, statement.rate,
                 statement.item_names, statement.items, statement.file, statement.row]
         ORDER BY statement.order
       } AS statements
