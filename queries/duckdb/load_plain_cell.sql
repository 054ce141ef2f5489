-- Purpose: whether a cell is tidy for certain: printable ASCII, its full-width twins and ideographs, no space at an edge.
-- Parameters of the macro: cell (text).
CREATE OR REPLACE TEMP MACRO plain_cell(cell) AS regexp_full_match(
    cell,
    '([!-~\x{4e00}-\x{9fff}\x{ff01}-\x{ff5e}]([ -~\x{4e00}-\x{9fff}\x{ff01}-\x{ff5e}]*[!-~\x{4e00}-\x{9fff}\x{ff01}-\x{ff5e}])?)?'
)
