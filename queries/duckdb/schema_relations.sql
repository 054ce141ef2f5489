-- Purpose: blank table that says which columns a relations record may carry, and of which type.
-- Parameters: none.
CREATE TABLE relations_blank (
    source VARCHAR, target VARCHAR, kind VARCHAR, product VARCHAR, amount DOUBLE, currency VARCHAR, count BIGINT,
    share_of_target DOUBLE, share_of_source DOUBLE, share DOUBLE, start DATE, "end" DATE, as_of DATE, confidence DOUBLE,
    grade VARCHAR, source_ref VARCHAR, file VARCHAR, "row" BIGINT, origin INTEGER, file_row_number BIGINT
)
