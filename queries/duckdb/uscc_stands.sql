-- Purpose: whether a text is a unified social credit code (GB 32100-2015) as it should be written, its check sign
-- verified: what `check_uscc` says.
-- The signs have the values 0 to 30 in this order; weighted by powers of 3 modulo 31, with the check sign they make 0.
-- `strpos` counts from 1, for which the sum of the weights, 306, is taken off.
-- Parameters of the macro: cell (text).
CREATE OR REPLACE TEMP MACRO uscc_stands(cell) AS CASE
    WHEN regexp_full_match(cell, '[1-9ANY][0-9]{7}[0-9A-HJ-NPQRTUWXY]{10}') THEN (
            strpos('0123456789ABCDEFGHJKLMNPQRTUWXY', substr(cell, 1, 1))
            + strpos('0123456789ABCDEFGHJKLMNPQRTUWXY', substr(cell, 2, 1)) * 3
            + strpos('0123456789ABCDEFGHJKLMNPQRTUWXY', substr(cell, 3, 1)) * 9
            + strpos('0123456789ABCDEFGHJKLMNPQRTUWXY', substr(cell, 4, 1)) * 27
            + strpos('0123456789ABCDEFGHJKLMNPQRTUWXY', substr(cell, 5, 1)) * 19
            + strpos('0123456789ABCDEFGHJKLMNPQRTUWXY', substr(cell, 6, 1)) * 26
            + strpos('0123456789ABCDEFGHJKLMNPQRTUWXY', substr(cell, 7, 1)) * 16
            + strpos('0123456789ABCDEFGHJKLMNPQRTUWXY', substr(cell, 8, 1)) * 17
            + strpos('0123456789ABCDEFGHJKLMNPQRTUWXY', substr(cell, 9, 1)) * 20
            + strpos('0123456789ABCDEFGHJKLMNPQRTUWXY', substr(cell, 10, 1)) * 29
            + strpos('0123456789ABCDEFGHJKLMNPQRTUWXY', substr(cell, 11, 1)) * 25
            + strpos('0123456789ABCDEFGHJKLMNPQRTUWXY', substr(cell, 12, 1)) * 13
            + strpos('0123456789ABCDEFGHJKLMNPQRTUWXY', substr(cell, 13, 1)) * 8
            + strpos('0123456789ABCDEFGHJKLMNPQRTUWXY', substr(cell, 14, 1)) * 24
            + strpos('0123456789ABCDEFGHJKLMNPQRTUWXY', substr(cell, 15, 1)) * 10
            + strpos('0123456789ABCDEFGHJKLMNPQRTUWXY', substr(cell, 16, 1)) * 30
            + strpos('0123456789ABCDEFGHJKLMNPQRTUWXY', substr(cell, 17, 1)) * 28
            + strpos('0123456789ABCDEFGHJKLMNPQRTUWXY', substr(cell, 18, 1))
            - 306
        ) % 31 = 0
    ELSE false
END
