"""Companies and relations in a Neo4j database: a store that answers as the snapshot does, and how it is filled."""
