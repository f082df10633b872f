"""From documents to something that can be searched: passages, vectors, word lists, freshness."""
