// Purpose: what a version really holds, counted one by one, and how many other versions lie beside it.
// Parameters: $snapshot the version.
// Columns: companies, relations, others (versions that are neither in use nor removed to the end).
// Order: one row.
CALL () {
  MATCH (company:Company {snapshot: $snapshot})
  RETURN count(company) AS companies
}
CALL () {
  MATCH (:Company {snapshot: $snapshot})-[tie:SUPPLIES|DISTRIBUTES|INTERMEDIATES|REFERS|OWNS|GUARANTEES]->()
  RETURN count(tie) AS relations
}
CALL () {
  MATCH (other:Snapshot)
  WHERE other.id <> $snapshot
  RETURN count(other) AS others
}
RETURN companies, relations, others
