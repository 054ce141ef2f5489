// Purpose: a relation of this type is found by its number.
// Parameters: none.
// Columns: none.
// Order: none.
CREATE INDEX distributes_number IF NOT EXISTS FOR ()-[tie:DISTRIBUTES]-() ON (tie.number)
