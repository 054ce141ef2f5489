// Purpose: relations with what they rest on, by their numbers; each number is looked up under every kind, since it does
//   not say which it is.
// Parameters: $snapshot the version, $numbers relation numbers, each once.
// Columns: the fields of a relation in their order: number, source and target (ids), kind (0 to 5), product, amount,
//   currency, amount_cny, count, share_of_target, share_of_source, share, start, end, as_of, grade, confidence,
//   source_ref, evidence.
// Order: by no rule.
UNWIND $numbers AS number
CALL (number) {
  MATCH (source:Company {snapshot: $snapshot})-[tie:SUPPLIES {number: number}]->(target:Company)
  USING INDEX tie:SUPPLIES(number)
  RETURN source, tie, target, 0 AS kind
  UNION ALL
  MATCH (source:Company {snapshot: $snapshot})-[tie:DISTRIBUTES {number: number}]->(target:Company)
  USING INDEX tie:DISTRIBUTES(number)
  RETURN source, tie, target, 1 AS kind
  UNION ALL
  MATCH (source:Company {snapshot: $snapshot})-[tie:INTERMEDIATES {number: number}]->(target:Company)
  USING INDEX tie:INTERMEDIATES(number)
  RETURN source, tie, target, 2 AS kind
  UNION ALL
  MATCH (source:Company {snapshot: $snapshot})-[tie:REFERS {number: number}]->(target:Company)
  USING INDEX tie:REFERS(number)
  RETURN source, tie, target, 3 AS kind
  UNION ALL
  MATCH (source:Company {snapshot: $snapshot})-[tie:OWNS {number: number}]->(target:Company)
  USING INDEX tie:OWNS(number)
  RETURN source, tie, target, 4 AS kind
  UNION ALL
  MATCH (source:Company {snapshot: $snapshot})-[tie:GUARANTEES {number: number}]->(target:Company)
  USING INDEX tie:GUARANTEES(number)
  RETURN source, tie, target, 5 AS kind
}
RETURN number, source.id, target.id, kind, tie.product, tie.amount, tie.currency, tie.amount_cny, tie.count,
       tie.share_of_target, tie.share_of_source, tie.share, tie.start, tie.end, tie.as_of, tie.grade, tie.confidence,
       tie.source_ref, tie.evidence
