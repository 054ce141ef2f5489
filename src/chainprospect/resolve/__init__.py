"""Step two: who is who among the names and identifiers that the records mention."""
