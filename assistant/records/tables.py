"""Tables of the database, as the newest migration leaves them."""

from __future__ import annotations

from sqlalchemy import (
    JSON,
    Boolean,
    Column,
    DateTime,
    ForeignKey,
    Integer,
    MetaData,
    String,
    Table,
    Text,
    false,
)

HEAD = "0003"
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
    Column("session_id", String(64), ForeignKey("sessions.id", ondelete="CASCADE"), index=True),
    Column("question_digest", String(64), nullable=False),
    Column("kind", String(32), nullable=False),
    Column("as_of", String(10), nullable=False),
    Column("corpus_version", String(64), nullable=False),
    Column("rules_version", String(64), nullable=False),
    Column("engine", String(32), nullable=False),
    Column("clause_keys", JSON, nullable=False),
    Column("created_at", DateTime, nullable=False, index=True),
    Column("question", Text, nullable=False, server_default=""),
    Column("language", String(8), nullable=False, server_default="zh"),
    Column("not_found", Boolean, nullable=False, server_default=false()),
)

feedback = Table(
    "feedback",
    metadata,
    Column("answer_id", String(64), ForeignKey("answers.id", ondelete="CASCADE"), primary_key=True),
    Column("thumb", String(8), nullable=False),
    Column("reasons", JSON, nullable=False),
    Column("remark", Text, nullable=False),
    Column("given_at", DateTime, nullable=False),
)

publications = Table(
    "publications",
    metadata,
    Column("seq", Integer, primary_key=True, autoincrement=True),
    Column("act", String(64), nullable=True, unique=True),
    Column("at", DateTime, nullable=False, index=True),
    Column("by", String(64), nullable=False),
    Column("action", String(16), nullable=False),
    Column("document_id", String(128), nullable=False),
    Column("version", String(64), nullable=False),
    Column("title", Text, nullable=False),
    Column("outcome", String(64), nullable=False),
    Column("detail", Text, nullable=False),
)
