"""Retrieval on any corpus of articles and any questions with known answers; ``python -m eval.retrieval``."""
