"""Facts the product ships: size rules, event types, industry divisions; each file names its sources."""
