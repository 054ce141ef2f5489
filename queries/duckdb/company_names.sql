-- Purpose: names and identifiers of each company beside its preferred name and its id.
-- Parameters: none.
-- Columns: number, aliases, former_names, own_ids (lists, distinct, in code-point order), uscc, lei (smallest).
CREATE TABLE company_names AS
SELECT
    t.number,
    list_sort(list_distinct(list(t.text) FILTER (t.sort IN ('name', 'alias') AND t.text <> i.name))) AS aliases,
    list_sort(list_distinct(list(t.text) FILTER (t.sort = 'former' AND t.text <> i.name))) AS former_names,
    list_sort(list_distinct(list(t.text) FILTER (t.sort = 'own' AND t.text <> i.id))) AS own_ids,
    min(t.text) FILTER (t.sort = 'uscc') AS uscc,
    min(t.text) FILTER (t.sort = 'lei') AS lei
FROM company_text AS t
JOIN identity_company AS i USING (number)
GROUP BY t.number
