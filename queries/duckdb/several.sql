-- Purpose: the rows of relations that rest on more than one, put in order: 1 is the representative (largest amount, better
-- grade, newest, smallest text).
-- Parameters: grades (words, best first). Reads `tie_file`, `run` (position: place in the file, run: number of its relation).
-- Columns: position, place.
CREATE TABLE several AS
SELECT
    r.position,
    row_number() OVER (
        PARTITION BY r.run
        ORDER BY t.amount_cny DESC NULLS LAST, list_position($grades, t.grade), t.day DESC NULLS LAST, t.product,
            t.source_ref, t.currency, t.amount, t.share_of_target, t.share_of_source, t.share, t.start, t."end", t.as_of,
            t.count, t.confidence, t.src, t.file, t."row", r.position
    ) AS place
FROM tie_file AS t
JOIN run AS r ON r.position = t.file_row_number
