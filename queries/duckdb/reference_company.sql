-- Purpose: the company that each reference text resolved to.
-- Parameters: none.
-- Columns: text, number.
CREATE TABLE reference_company AS
SELECT t.text, c.number
FROM reference_told AS t
JOIN mention AS m
    ON m.is_reference
    AND m.own IS NOT DISTINCT FROM t.own
    AND m.uscc IS NOT DISTINCT FROM t.uscc
    AND m.lei IS NOT DISTINCT FROM t.lei
    AND m.name IS NOT DISTINCT FROM t.name
JOIN mention_company AS c USING (mention)
