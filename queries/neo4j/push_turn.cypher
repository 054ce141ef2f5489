// Purpose: how long the writer whose turn it is keeps it, to tell one who works from one who died.
// Parameters: none.
// Columns: until the turn's end, in milliseconds since 1970; left milliseconds from now. Order: one row, or none.
MATCH (home:Chainprospect {key: 'store'})
WHERE home.lease_owner IS NOT NULL
RETURN home.lease_until AS until, home.lease_until - timestamp() AS left
