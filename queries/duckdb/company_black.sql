-- Purpose: the blacklisted companies, with the reason of the latest load, else the smallest text.
-- Parameters: none.
-- Columns: number, reason.
CREATE TABLE company_black AS
SELECT c.number, min({'later': f.later, 'reason': b.reason}) FILTER (b.reason IS NOT NULL).reason AS reason
FROM blacklist_row AS b
JOIN source_file AS f USING (origin)
JOIN reference_company AS c ON c.text = b.company
GROUP BY c.number
