// Purpose: the rows that a relation rests on.
// Parameters: $snapshot the version, $number of the relation.
// Columns: rows (packed, null where there is one that says what the relation itself says), relation (its properties).
// Order: one row; the representative first.
CALL () {
  MATCH (:Company {snapshot: $snapshot})-[tie:SUPPLIES {number: $number}]->()
  USING INDEX tie:SUPPLIES(number)
  RETURN tie
  UNION ALL
  MATCH (:Company {snapshot: $snapshot})-[tie:DISTRIBUTES {number: $number}]->()
  USING INDEX tie:DISTRIBUTES(number)
  RETURN tie
  UNION ALL
  MATCH (:Company {snapshot: $snapshot})-[tie:INTERMEDIATES {number: $number}]->()
  USING INDEX tie:INTERMEDIATES(number)
  RETURN tie
  UNION ALL
  MATCH (:Company {snapshot: $snapshot})-[tie:REFERS {number: $number}]->()
  USING INDEX tie:REFERS(number)
  RETURN tie
  UNION ALL
  MATCH (:Company {snapshot: $snapshot})-[tie:OWNS {number: $number}]->()
  USING INDEX tie:OWNS(number)
  RETURN tie
  UNION ALL
  MATCH (:Company {snapshot: $snapshot})-[tie:GUARANTEES {number: $number}]->()
  USING INDEX tie:GUARANTEES(number)
  RETURN tie
}
RETURN tie.evidence_rows AS rows, properties(tie) AS relation
