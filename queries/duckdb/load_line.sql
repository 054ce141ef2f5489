-- Purpose: a text cell on one line: breaks become spaces, and the values of a list stand beside each other.
-- Parameters of the macro: cell (tidy text). U+FDD0 stands for a line break, U+FDD1 stands between values.
CREATE OR REPLACE TEMP MACRO one_line(cell) AS translate(cell, chr(64976) || chr(64977), ' ；')
