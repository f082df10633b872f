"""The API's description of itself, with the problem document and the examples of ``prompts/api.yaml``."""

from __future__ import annotations

from typing import Any

from fastapi import FastAPI
from fastapi.openapi.utils import get_openapi
from pydantic import BaseModel, Field

from assistant.wording import words


class Problem(BaseModel):
    """What went wrong (RFC 9457)."""

    type: str
    title: str
    status: int
    code: str = Field(description="Stable; the other members are for people.")
    detail: str = Field(description="What is wrong and what to change.")
    field: str | None = Field(None, description="The field to change, where there is one.")
    errors: list[dict[str, str]] | None = Field(None, description="One entry a field that cannot be used.")
    documents: list[dict[str, str]] | None = Field(None, description="With already_published: as which.")
    choices: list[dict[str, str]] | None = Field(
        None, description="With unclear_relation: what to send, one of them."
    )
    rules: list[dict[str, str]] | None = Field(None, description="With rules_lost: which, and their quotes.")
    request_id: str


def describe(app: FastAPI) -> dict[str, Any]:
    """The OpenAPI document, made once."""
    if app.openapi_schema is None:
        document = get_openapi(
            title=app.title,
            version=app.version,
            description=app.description,
            routes=app.routes,
            tags=app.openapi_tags,
        )
        document["components"]["schemas"]["Problem"] = Problem.model_json_schema()
        for path, verbs in document["paths"].items():
            for verb, call in verbs.items():
                if (verb == "get" or path.startswith("/v1/")) and not _ours(call, "422"):
                    call["responses"].pop("422", None)
                _add_examples(call, words("api").get(f"{verb.upper()} {path}", {}))
        app.openapi_schema = document
    return app.openapi_schema


def _ours(call: dict[str, Any], status: str) -> bool:
    return "application/problem+json" in call["responses"].get(status, {}).get("content", {})


def _add_examples(call: dict[str, Any], examples: dict[str, Any]) -> None:
    if "request" in examples:
        call["requestBody"]["content"]["application/json"]["example"] = examples["request"]
    if "reply" in examples:
        done = next(reply for status, reply in call["responses"].items() if status in ("200", "201"))
        for content in done["content"].values():
            content.setdefault("example", examples["reply"])
