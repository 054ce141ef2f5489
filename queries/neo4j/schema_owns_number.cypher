// Purpose: a relation of this type is found by its number.
// Parameters: none.
// Columns: none.
// Order: none.
CREATE INDEX owns_number IF NOT EXISTS FOR ()-[tie:OWNS]-() ON (tie.number)
