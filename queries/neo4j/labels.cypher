// Purpose: every distinct text of a coded column.
// Parameters: $snapshot the version, $column industry, region, role, bank or event_type.
// Columns: texts, some thousands in a row.
// Order: code-point order of the texts.
MATCH (labels:Labels {snapshot: $snapshot, column: $column})
RETURN labels.texts AS texts
ORDER BY labels.first
