"""Peers: simpler systems over the same documents, asked and scored in the same way as the assistant.

A peer answers with the passages that it finds, as a system without a model does; it cannot check eligibility and gives
no notices. What a peer lacks shows as a figure, not as an exception.
"""
