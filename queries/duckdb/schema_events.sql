-- Purpose: blank table that says which columns an events record may carry, and of which type.
-- Parameters: none.
CREATE TABLE events_blank (
    company VARCHAR, type VARCHAR, date DATE, text VARCHAR, source_ref VARCHAR,
    file VARCHAR, "row" BIGINT, origin INTEGER, file_row_number BIGINT
)
