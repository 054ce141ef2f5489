// Purpose: an event stands once in a version, and is found by its number.
// Parameters: none.
// Columns: none.
// Order: none.
CREATE CONSTRAINT event_number IF NOT EXISTS
FOR (event:Event) REQUIRE (event.snapshot, event.number) IS UNIQUE
