"""Engines behind the store port: resolved tables, snapshots, workspace and book."""
