"""Shapes on the wire (the public contract) and how domain objects become them; no HTTP in here."""
