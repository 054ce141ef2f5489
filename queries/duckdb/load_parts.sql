-- Purpose: the values of a list cell as they stand, blank ones left out.
-- Parameters of the macro: cell (tidy text in which U+FDD1 stands between values).
CREATE OR REPLACE TEMP MACRO list_parts(cell) AS list_filter(
    list_transform(
        string_split(cell, chr(64977)),
        lambda part: nullif(trim(part, ' ' || chr(9) || chr(160) || chr(12288)), '')
    ),
    lambda part: part IS NOT NULL
)
