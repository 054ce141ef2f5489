// Purpose: relations of a graph that is not ours, with the properties that the reader's mapping names.
// Parameters: $type of the relations; $from and $to what the companies they go out from and point to carry; $reverse
//   whether they point from buyer to seller; $sources and $targets properties that tell the seller and the buyer, the
//   first one that is known; $properties names of properties of the relation.
// Columns: the seller, the buyer, then the values of the properties in their order (null where there is none).
// Order: by no rule.
MATCH (left:$($from))-[tie:$($type)]->(right:$($to))
WITH tie, CASE WHEN $reverse THEN right ELSE left END AS source, CASE WHEN $reverse THEN left ELSE right END AS target
RETURN [[name IN $sources WHERE source[name] IS NOT NULL | source[name]][0],
        [name IN $targets WHERE target[name] IS NOT NULL | target[name]][0]]
       + [name IN $properties | tie[name]] AS row
