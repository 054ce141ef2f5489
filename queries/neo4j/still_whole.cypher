// Purpose: whether a version is still there with nothing removed, asked when an answer made from it is finished.
// Parameters: $snapshot the version.
// Columns: whole.
// Order: one row.
RETURN EXISTS { MATCH (:Snapshot {id: $snapshot, state: 'complete'}) } AS whole
