-- Purpose: the users' own ids of companies beside the id they go by, from one company on.
-- Parameters: path (companies.parquet), first (number).
-- Columns: number, own_ids (list, in code-point order). Order: number. Companies without any are left out.
SELECT number, own_ids FROM read_parquet($path) WHERE number >= $first AND len(own_ids) > 0 ORDER BY number
