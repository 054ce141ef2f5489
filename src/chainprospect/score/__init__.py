"""Step 5: gates, contributions and points; pure functions over columns."""
