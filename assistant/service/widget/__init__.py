"""The chat that other pages embed: its script, the page for frames, who may call from where, session tokens."""
