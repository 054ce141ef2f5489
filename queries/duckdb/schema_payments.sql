-- Purpose: blank table that says which columns a payments record may carry, and of which type.
-- Parameters: none.
CREATE TABLE payments_blank (
    payer VARCHAR, payee VARCHAR, currency VARCHAR, amount DOUBLE, count BIGINT, first DATE, last DATE,
    file VARCHAR, "row" BIGINT, origin INTEGER, file_row_number BIGINT
)
