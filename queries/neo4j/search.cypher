// Purpose: companies one of whose texts holds a key: the index proposes them, what is stored decides.
// Parameters: $snapshot the version, $grams words for the index, $key the text as it is compared, $whole whether a text
//   has to be the key, $limit companies at most.
// Columns: number, id, own_ids, uscc, lei, ticker, name, aliases, former_names, name_en.
// Order: best first: a text that is the key, begins with it, holds it; then the shorter text; then the number.
CALL db.index.fulltext.queryNodes('company_search', $grams) YIELD node AS company
WHERE company.snapshot = $snapshot
WITH company,
     [at IN range(0, size(company.search_keys) - 1)
      WHERE CASE WHEN $whole THEN company.search_keys[at] = $key ELSE company.search_keys[at] CONTAINS $key END |
      CASE WHEN company.search_keys[at] = $key THEN 0
           WHEN company.search_keys[at] STARTS WITH $key THEN 1000000000000
           ELSE 2000000000000 END + company.search_lengths[at]] AS matches
WHERE size(matches) > 0
WITH company, reduce(best = matches[0], match IN matches | CASE WHEN match < best THEN match ELSE best END) AS best
ORDER BY best, company.number
LIMIT $limit
RETURN company.number, company.id, company.own_ids, company.uscc, company.lei, company.ticker, company.name,
       company.aliases, company.former_names, company.name_en
