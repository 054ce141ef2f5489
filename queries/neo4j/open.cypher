// Purpose: what a database holds: the version in use and all that it says of itself, or that there is nothing of ours.
// Parameters: $snapshot the version to look at; null looks at the one in use.
// Columns: ours (whether the database was filled by chainprospect), schema (number of its layout), snapshot (properties
//   of the version, null where none is whole), others (whether there is anything else in it).
// Order: one row.
OPTIONAL MATCH (home:Chainprospect {key: 'store'})
OPTIONAL MATCH (version:Snapshot {id: coalesce($snapshot, home.current), state: 'complete'})
RETURN home IS NOT NULL AS ours,
       home.schema AS schema,
       properties(version) AS snapshot,
       EXISTS { MATCH (other) WHERE NOT other:Chainprospect } AS others
