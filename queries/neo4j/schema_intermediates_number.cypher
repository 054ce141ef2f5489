// Purpose: a relation of this type is found by its number.
// Parameters: none.
// Columns: none.
// Order: none.
CREATE INDEX intermediates_number IF NOT EXISTS FOR ()-[tie:INTERMEDIATES]-() ON (tie.number)
