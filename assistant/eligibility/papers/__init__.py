"""Papers that an office files: the official form filled in, the record of a check, the recommendation sheet."""
