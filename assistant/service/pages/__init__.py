"""Pages for people, rendered here without script or other hosts: start, documents, source viewer, API."""
