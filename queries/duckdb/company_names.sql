-- Purpose: names and identifiers of a run of companies beside their preferred names and ids.
-- Parameters: first and last (the last not among them), companies by number.
-- Columns: number, aliases, former_names, own_ids (lists, distinct, in code-point order), uscc, lei (smallest).
SELECT
    t.number,
    list_sort(list_distinct(list(t.text) FILTER (t.sort IN ('name', 'alias') AND t.text <> i.name))) AS aliases,
    list_sort(list_distinct(list(t.text) FILTER (t.sort = 'former' AND t.text <> i.name))) AS former_names,
    list_sort(list_distinct(list(t.text) FILTER (t.sort = 'own' AND t.text <> i.id))) AS own_ids,
    min(t.text) FILTER (t.sort = 'uscc') AS uscc,
    min(t.text) FILTER (t.sort = 'lei') AS lei
FROM company_text AS t
JOIN identity_company AS i USING (number)
WHERE t.number >= $first AND t.number < $last AND i.number >= $first AND i.number < $last
GROUP BY t.number
