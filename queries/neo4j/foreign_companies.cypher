// Purpose: companies of a graph that is not ours, with the properties that the reader's mapping names.
// Parameters: $labels what a company carries, all of them; $properties names of properties.
// Columns: the values of the properties in their order (null where there is none).
// Order: by no rule.
MATCH (company:$($labels))
RETURN [name IN $properties | company[name]] AS row
