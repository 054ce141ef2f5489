-- Purpose: blank table that says which columns a blacklist record may carry, and of which type.
-- Parameters: none.
CREATE TABLE blacklist_blank (
    company VARCHAR, reason VARCHAR, file VARCHAR, "row" BIGINT, origin INTEGER, file_row_number BIGINT
)
