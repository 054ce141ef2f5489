// Purpose: a relation of this type is found by its number.
// Parameters: none.
// Columns: none.
// Order: none.
CREATE INDEX supplies_number IF NOT EXISTS FOR ()-[tie:SUPPLIES]-() ON (tie.number)
