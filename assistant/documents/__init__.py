"""From files to documents: readers, the grammar of official texts, metadata and validity."""
