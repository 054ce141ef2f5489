-- Purpose: a cell as staging tidies it: control characters as spaces, breaks as marks, composed form (NFC), no spaces
-- around it; a blank one is NULL. Most cells are of plain signs, to which nothing of this happens.
-- Parameters of the macro: cell (text). U+FDD0 stands for a line break.
CREATE OR REPLACE TEMP MACRO tidied(cell) AS CASE
    WHEN plain_cell(cell) THEN nullif(cell, '')
    ELSE tidy(
        translate(
            cell,
            chr(10) || chr(13) || chr(0) || chr(1) || chr(2) || chr(3) || chr(4) || chr(5) || chr(6) || chr(7) || chr(8)
                || chr(9) || chr(11) || chr(12) || chr(14) || chr(15) || chr(16) || chr(17) || chr(18) || chr(19)
                || chr(20) || chr(21) || chr(22) || chr(23) || chr(24) || chr(25) || chr(26) || chr(27) || chr(28)
                || chr(29) || chr(30) || chr(31) || chr(127) || chr(133) || chr(65279) || chr(8203),
            chr(64976) || chr(64976) || repeat(' ', 32)
        )
    )
END
