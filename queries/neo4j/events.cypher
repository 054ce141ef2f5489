// Purpose: events with their texts, by their numbers.
// Parameters: $snapshot the version, $numbers event numbers, each once.
// Columns: the fields of an event in their order: number, company (its id), type, date, text, source_ref.
// Order: by no rule.
UNWIND $numbers AS number
MATCH (event:Event {snapshot: $snapshot, number: number})-[:HAPPENED_TO]->(company:Company)
RETURN number, company.id, event.type, event.date, event.text, event.source_ref
