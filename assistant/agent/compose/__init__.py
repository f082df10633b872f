"""Drafts composed of what the clauses say, one module a kind of reply."""
