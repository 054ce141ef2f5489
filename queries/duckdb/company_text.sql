-- Purpose: every text that names a company in its records or in a reference to it, but for aliases.
-- Parameters: none. Reads `mention_company` (mention, number) and the *_text tables.
-- Columns: number, sort (name, own, uscc, lei; alias and former follow), text; the same text may stand several times.
CREATE TABLE company_text AS
WITH known AS (SELECT * FROM mention JOIN mention_company USING (mention))
SELECT k.number, 'name' AS sort, t.text FROM known AS k JOIN name_text AS t ON t.code = k.name
UNION ALL SELECT k.number, 'own', t.text FROM known AS k JOIN own_text AS t ON t.code = k.own
UNION ALL SELECT k.number, 'uscc', t.text FROM known AS k JOIN uscc_text AS t ON t.code = k.uscc
UNION ALL SELECT k.number, 'lei', t.text FROM known AS k JOIN lei_text AS t ON t.code = k.lei
