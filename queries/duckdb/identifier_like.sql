-- Purpose: reference texts that may be a USCC or an LEI in another spelling, spaces, dashes and full width allowed, unless
-- they are a known own id.
-- Parameters: none.
-- Columns: text. Order: text.
SELECT text
FROM reference_text
ANTI JOIN own_text USING (text)
WHERE regexp_full_match(text, '[0-9A-Za-z０-９Ａ-Ｚａ-ｚ\s　‐-―−-]{18,40}') AND NOT uscc_stands(text)
ORDER BY text
