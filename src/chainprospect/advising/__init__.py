"""Advice from a store: gathers the dossiers of companies through the port and lets the rules of `advise` speak."""
