"""Questions with their answers, answers that outlive their session, and what readers say of them."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"


def upgrade() -> None:
    """Widen the answers and create the feedback."""
    with op.batch_alter_table("answers") as answers:
        answers.add_column(sa.Column("question", sa.Text, nullable=False, server_default=""))
        answers.add_column(sa.Column("language", sa.String(8), nullable=False, server_default="zh"))
        answers.add_column(sa.Column("not_found", sa.Boolean, nullable=False, server_default=sa.false()))
        answers.alter_column("session_id", existing_type=sa.String(64), nullable=True)
    op.create_index("ix_answers_created_at", "answers", ["created_at"])
    op.create_table(
        "feedback",
        sa.Column(
            "answer_id", sa.String(64), sa.ForeignKey("answers.id", ondelete="CASCADE"), primary_key=True
        ),
        sa.Column("thumb", sa.String(8), nullable=False),
        sa.Column("reasons", sa.JSON, nullable=False),
        sa.Column("remark", sa.Text, nullable=False),
        sa.Column("given_at", sa.DateTime, nullable=False),
    )


def downgrade() -> None:
    """Drop the feedback and the answers that have lost their session."""
    op.drop_table("feedback")
    op.drop_index("ix_answers_created_at", "answers")
    op.execute(sa.text("DELETE FROM answers WHERE session_id IS NULL"))
    with op.batch_alter_table("answers") as answers:
        answers.alter_column("session_id", existing_type=sa.String(64), nullable=False)
        for name in ("not_found", "language", "question"):
            answers.drop_column(name)
