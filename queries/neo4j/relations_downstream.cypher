// Purpose: relations of a whole frontier on its downstream side, each company's first ones in budget order: one tier in one
//   statement. Of a company, those whose source it is count.
// Parameters: $snapshot the version, $frontier company numbers, $types relationship types of one group of kinds, $total
//   the property that counts a company's relations of that group, $limit ranks below it are kept, $unknown what stands
//   for an unknown number, $undated for an unknown day.
// Columns: place in the frontier, total, and of the relations, as lists: others (numbers at the far end), numbers, kinds,
//   amounts (CNY a year), shares, confidences, days (since 1970-01-01).
// Order: one row a company, by no rule; the lists in budget order.
UNWIND range(0, size($frontier) - 1) AS place
MATCH (company:Company {snapshot: $snapshot, number: $frontier[place]})
CALL (company) {
  MATCH (company)-[tie:SUPPLIES|DISTRIBUTES|INTERMEDIATES|REFERS|OWNS|GUARANTEES]->(other)
  WHERE tie.rank_down < $limit AND type(tie) IN $types
  WITH tie, other
  ORDER BY tie.rank_down
  RETURN collect(other.number) AS others,
         collect(tie.number) AS numbers,
         collect(CASE type(tie) WHEN 'SUPPLIES' THEN 0 WHEN 'DISTRIBUTES' THEN 1 WHEN 'INTERMEDIATES' THEN 2
                 WHEN 'REFERS' THEN 3 WHEN 'OWNS' THEN 4 ELSE 5 END) AS kinds,
         collect(coalesce(tie.amount_cny, $unknown)) AS amounts,
         collect(coalesce(tie.share, $unknown)) AS shares,
         collect(tie.confidence) AS confidences,
         collect(coalesce(tie.day, $undated)) AS days
}
RETURN place, coalesce(company[$total], 0) AS total, others, numbers, kinds, amounts, shares, confidences, days
