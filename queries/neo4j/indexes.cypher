// Purpose: which indexes and constraints the database has, and whether each can be used yet.
// Parameters: none.
// Columns: name, state (ONLINE, POPULATING, FAILED).
// Order: by name.
SHOW INDEXES YIELD name, state
RETURN name, state
ORDER BY name
