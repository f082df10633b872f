"""Alembic migrations; ``records/database.py`` runs them at start."""
