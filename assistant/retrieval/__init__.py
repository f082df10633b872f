"""Search over the index: two rankings, fused, as clauses."""
