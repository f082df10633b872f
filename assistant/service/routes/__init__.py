"""Routes by subject; each module holds one router."""
