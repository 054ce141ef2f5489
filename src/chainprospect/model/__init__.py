"""Frozen values and ports that every room may name."""
