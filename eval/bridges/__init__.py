"""Bridges to other evaluation tools: the answers of a run in their file formats; nothing of them is imported."""
