"""One immutable snapshot on disk: written once, then read through memory-mapped arrays."""
