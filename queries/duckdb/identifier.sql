-- Purpose: reference texts that are a USCC or an LEI, unless they are a known own id.
-- Parameters: none. Reads `tidied_text` (text, code, is_lei): those that are one only once tidied, or an LEI that stands.
-- Columns: text, code, kind (uscc or lei).
CREATE TABLE identifier AS
SELECT text, text AS code, 'uscc' AS kind
FROM reference_text
ANTI JOIN own_text USING (text)
WHERE length(text) = 18 AND uscc_stands(text)
UNION ALL
SELECT text, code, if(is_lei, 'lei', 'uscc')
FROM tidied_text
WHERE is_lei OR uscc_stands(code)
