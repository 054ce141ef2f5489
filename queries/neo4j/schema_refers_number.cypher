// Purpose: a relation of this type is found by its number.
// Parameters: none.
// Columns: none.
// Order: none.
CREATE INDEX refers_number IF NOT EXISTS FOR ()-[tie:REFERS]-() ON (tie.number)
