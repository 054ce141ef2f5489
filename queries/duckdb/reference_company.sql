-- Purpose: the company that each reference text resolved to.
-- Parameters: none. Reads `mention_company` (mention, number).
-- Columns: text, number.
CREATE TABLE reference_company AS
WITH known AS (SELECT * FROM mention JOIN mention_company USING (mention))
SELECT t.text, k.number
FROM reference_told AS t
JOIN (SELECT own, any_value(number) AS number FROM known WHERE own >= 0 GROUP BY own) AS k ON k.own = t.own
UNION ALL
SELECT c.text, k.number
FROM reference_code AS c
JOIN known AS k ON k.is_reference AND k.uscc = c.uscc AND k.lei = c.lei AND k.name = c.name
