// Purpose: companies at the far ends of the relations of a whole frontier on its upstream side, each company's first relations
//   in budget order; a read that is wide and needs no more than the ends. Of a company, those whose target it is count.
// Parameters: $snapshot the version, $frontier company numbers, $types relationship types of one group of kinds, $total
//   the property that counts a company's relations of that group, $limit ranks below it are kept.
// Columns: place in the frontier, total, others (numbers at the far end).
// Order: one row a company, by no rule; the list in budget order.
UNWIND range(0, size($frontier) - 1) AS place
MATCH (company:Company {snapshot: $snapshot, number: $frontier[place]})
CALL (company) {
  MATCH (company)<-[tie:SUPPLIES|DISTRIBUTES|INTERMEDIATES|REFERS|OWNS|GUARANTEES]-(other)
  WHERE tie.rank_up < $limit AND type(tie) IN $types
  WITH tie, other
  ORDER BY tie.rank_up
  RETURN collect(other.number) AS others
}
RETURN place, coalesce(company[$total], 0) AS total, others
