"""Trains the bundled embedder; run as ``python -m eval.train.train_embedder``."""
