-- Purpose: some of the texts under which companies can be found.
-- Parameters: $first, $last: the rows of `search_entry` between which, the last left out.
-- Columns: number, how, text. Order: that of `search_entry`.
SELECT number, how, text
FROM search_entry
WHERE rowid >= $first AND rowid < $last
ORDER BY rowid
