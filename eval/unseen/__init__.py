"""How well notices that nobody has seen are read, in every format: ``python -m eval.unseen``."""
