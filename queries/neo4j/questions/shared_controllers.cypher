// Purpose: suppliers and buyers of a company that belong to one ownership group with another of them, or with the company
//   itself: what looks like several partners may be one. A group is joined by stakes over one half.
// Parameters: $anchor id of the company.
// Columns: group_head (the group's company with the smallest number), members (names of the partners in it), with_anchor.
// Order: most members first, then group_head.
MATCH (home:Chainprospect {key: 'store'})
MATCH (anchor:Company {snapshot: home.current, id: $anchor})
MATCH (anchor)-[:SUPPLIES|DISTRIBUTES]-(partner)
WITH DISTINCT home, anchor, partner
ORDER BY partner.number
WITH home, anchor, partner.ownership_group AS grouped, collect(partner.name) AS members
WHERE size(members) > 1 OR grouped = anchor.ownership_group
MATCH (head:Company {snapshot: home.current, number: grouped})
RETURN head.name AS group_head, members, grouped = anchor.ownership_group AS with_anchor
ORDER BY size(members) DESC, group_head
