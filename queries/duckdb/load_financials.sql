-- Purpose: financials rows of one sheet, every line item with its twin at the start of the period.
-- Parameters: $file (label of the sheet).
SELECT * EXCLUDE (bad, unit, position), $file AS file FROM accepted
