// Purpose: say that versions other than one are being removed, before anything of them is: readers look at this.
// Parameters: $owner whose turn it is; $keep the version that stays, null when none does.
// Columns: id of each version to remove, relations and companies it may hold. Order: id.
MATCH (home:Chainprospect {key: 'store'})
SET home.turn = home.turn + 1
WITH home
WHERE home.lease_owner = $owner
SET home.current = CASE WHEN home.current = $keep THEN home.current ELSE null END
WITH home
MATCH (version:Snapshot)
WHERE version.schema IS NOT NULL AND version.content IS NOT NULL AND ($keep IS NULL OR version.id <> $keep)
SET version.state = 'removing'
RETURN version.id AS id, version.companies AS companies, version.relations AS relations
ORDER BY id
