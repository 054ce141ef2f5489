// Purpose: one node says whose database this is and which version is in use.
// Parameters: none.
// Columns: none.
// Order: none.
CREATE CONSTRAINT chainprospect_key IF NOT EXISTS FOR (home:Chainprospect) REQUIRE home.key IS UNIQUE
