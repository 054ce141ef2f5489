// Purpose: a version stands once.
// Parameters: none.
// Columns: none.
// Order: none.
CREATE CONSTRAINT snapshot_id IF NOT EXISTS FOR (version:Snapshot) REQUIRE version.id IS UNIQUE
