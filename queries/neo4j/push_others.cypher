// Purpose: what else is in the database, before anything of ours is written into it.
// Parameters: none.
// Columns: labels of some node, ours whether the database has been filled by chainprospect. Order: one row, or none
//   when it is empty.
MATCH (node)
RETURN labels(node) AS labels, EXISTS { MATCH (:Chainprospect {key: 'store'}) } AS ours
LIMIT 1
