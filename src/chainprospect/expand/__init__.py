"""Step 4: reach, chains, proximity and likeness; pure functions over a store."""
