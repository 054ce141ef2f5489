// Purpose: a relation of this type is found by its number.
// Parameters: none.
// Columns: none.
// Order: none.
CREATE INDEX guarantees_number IF NOT EXISTS FOR ()-[tie:GUARANTEES]-() ON (tie.number)
