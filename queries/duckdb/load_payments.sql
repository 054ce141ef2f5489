-- Purpose: payments of one sheet that are trade.
-- Parameters: $file (label of the sheet).
INSERT INTO paid BY NAME
SELECT payer, payee, currency, amount, date, $file AS file, "row" FROM paying WHERE left_out IS NULL
