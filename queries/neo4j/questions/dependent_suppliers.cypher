// Purpose: suppliers that live on one buyer: at least half of what they sell goes there. They need its payments on time
//   (receivables to finance) and fall when it does.
// Parameters: $anchor id of the buyer.
// Columns: supplier, id, share_of_source (of the supplier's sales), amount_cny, as_of, source_ref.
// Order: share from the largest, then id.
MATCH (home:Chainprospect {key: 'store'})
MATCH (anchor:Company {snapshot: home.current, id: $anchor})<-[tie:SUPPLIES|DISTRIBUTES]-(supplier)
WHERE tie.share_of_source >= 0.5
RETURN supplier.name AS supplier, supplier.id AS id, tie.share_of_source AS share_of_source,
       tie.amount_cny AS amount_cny, tie.as_of AS as_of, tie.source_ref AS source_ref
ORDER BY share_of_source DESC, id
