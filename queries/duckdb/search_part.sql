-- Purpose: some of the texts under which companies can be found.
-- Parameters: $first, $last: the places between which, the last left out. Reads `search_entry`.
-- Columns: number, how, text. Order: place.
SELECT number, how, text
FROM search_entry
WHERE place >= $first AND place < $last
ORDER BY place
