"""Advice on one company: what it needs, what it may borrow, when, through whom, at what risk; pure, from a dossier."""
