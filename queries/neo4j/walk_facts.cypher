// Purpose: degrees and middleman marks of many companies, for a walk.
// Parameters: $snapshot the version, $numbers company numbers, each once, $middlemen roles that trade in between.
// Columns: of some thousands of companies each: part, then the aligned lists numbers, buyers and suppliers; mutual, pairs of
//   a number and how many partners both buy from it and sell to it, where there are any; middlemen, the numbers of those.
// Order: by no rule.
UNWIND range(0, size($numbers) - 1) AS place
MATCH (company:Company {snapshot: $snapshot, number: $numbers[place]})
WITH place / 4096 AS part, company, company.buyers + company.suppliers - company.partners AS both
RETURN part,
       collect(company.number) AS numbers,
       collect(company.buyers) AS buyers,
       collect(company.suppliers) AS suppliers,
       collect(CASE WHEN both > 0 THEN [company.number, both] END) AS mutual,
       collect(CASE WHEN company.role IN $middlemen THEN company.number END) AS middlemen
