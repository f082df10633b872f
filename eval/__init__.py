"""Evaluation: generate answers, then score them; imports the assistant, never the reverse."""
