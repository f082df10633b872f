"""Tables of the database, as the newest migration leaves them."""

from __future__ import annotations

from sqlalchemy import JSON, Column, DateTime, ForeignKey, Integer, MetaData, String, Table

HEAD = "0001"
"""The revision that these tables stand for; a test compares it with the migrations."""

metadata = MetaData()

sessions = Table(
    "sessions",
    metadata,
    Column("id", String(64), primary_key=True),
    Column("state", JSON, nullable=False),
    Column("version", Integer, nullable=False),
    Column("created_at", DateTime, nullable=False),
    Column("updated_at", DateTime, nullable=False, index=True),
)

answers = Table(
    "answers",
    metadata,
    Column("id", String(64), primary_key=True),
    Column(
        "session_id", String(64), ForeignKey("sessions.id", ondelete="CASCADE"), nullable=False, index=True
    ),
    Column("question_digest", String(64), nullable=False),
    Column("kind", String(32), nullable=False),
    Column("as_of", String(10), nullable=False),
    Column("corpus_version", String(64), nullable=False),
    Column("rules_version", String(64), nullable=False),
    Column("engine", String(32), nullable=False),
    Column("clause_keys", JSON, nullable=False),
    Column("created_at", DateTime, nullable=False),
)
