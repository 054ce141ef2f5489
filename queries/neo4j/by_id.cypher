// Purpose: the companies with these very ids.
// Parameters: $snapshot the version, $ids ids to the letter, each once.
// Columns: id, number, name.
// Order: none; an id that no company has is left out.
UNWIND $ids AS id
MATCH (company:Company {snapshot: $snapshot, id: id})
RETURN company.id, company.number, company.name
