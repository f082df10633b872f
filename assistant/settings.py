"""Everything an operator may change, read from the environment and an optional ``.env``."""

from __future__ import annotations

import difflib
import os
import re
import sys
from collections.abc import Iterable, Mapping
from ipaddress import ip_network
from pathlib import Path
from typing import Any, Literal

from dotenv import dotenv_values
from pydantic import Field, SecretStr, ValidationError, field_validator
from pydantic_settings import BaseSettings, SettingsConfigDict

from assistant.addresses import read_store_address
from assistant.errors import SettingsError
from assistant.wording import corpus_folder

PREFIX = "ASSISTANT_"
SECRETS = ("database_url", "llm_api_key", "admin_keys", "session_secret")
"""What may stand in a file instead, named by the variable with _FILE behind it."""
DISTRIBUTION = "green-policy-assistant"
# Scheme, host and perhaps a port; no path, no pattern.
_ORIGIN = re.compile(r"https?://[A-Za-z0-9.-]+(:\d{1,5})?|https?://\[[0-9A-Fa-f:]+\](:\d{1,5})?")


def user_data_folder(environ: Mapping[str, str] = os.environ, platform: str = sys.platform) -> Path:
    """Where programs of this user keep their data, by the custom of the platform."""
    home = Path(environ.get("HOME") or environ.get("USERPROFILE") or Path.home())
    if platform == "darwin":
        return home / "Library" / "Application Support" / DISTRIBUTION
    if platform == "win32":
        return Path(environ.get("LOCALAPPDATA") or home / "AppData" / "Local") / DISTRIBUTION
    return Path(environ.get("XDG_DATA_HOME") or home / ".local" / "share") / DISTRIBUTION


class Settings(BaseSettings):
    """The operator's choices; each field is the variable ``ASSISTANT_<FIELD>``.

    :func:`load_settings` makes it and refuses the misspelt names that pydantic-settings would pass over.
    """

    model_config = SettingsConfigDict(env_prefix=PREFIX, frozen=True, extra="ignore", env_ignore_empty=True)

    host: str = Field(default="127.0.0.1", min_length=1, max_length=253, description="Address to listen on.")
    port: int = Field(default=7860, ge=1, le=65535, description="Port to listen on.")
    workers: int = Field(default=1, ge=1, le=64, description="Processes that serve, behind one port.")
    data_dir: Path = Field(
        default_factory=user_data_folder, description="Index and database; created when missing."
    )
    corpus_dir: Path = Field(default_factory=corpus_folder, description="Documents and rules.")
    database_url: str | None = Field(
        default=None, min_length=1, description="SQLAlchemy URL; SQLite in the data folder when unset."
    )
    vector_store: str = Field(
        default="chroma",
        max_length=1000,
        description="chroma: embedded in the data folder; chroma+http://HOST:PORT; milvus:PATH; "
        "milvus+http://HOST:PORT; a server's address may end in /NAME.",
    )
    exact_up_to: int = Field(
        default=80_000,
        ge=0,
        description="Corpora of up to so many passages (of 256 numbers each; fewer where vectors are longer) are searched "
        "in a local copy of the vectors, larger ones by the vector store; 0: always by the store.",
    )
    embedding_model: str | None = Field(
        default=None,
        min_length=1,
        description="Name or path of a sentence-transformers model; the bundled one when unset.",
    )
    embedding_device: str = Field(
        default="auto",
        pattern=r"^(auto|cpu|cuda(:\d{1,2})?|mps)$",
        description="What that model runs on: auto (an accelerator where there is one), cpu, cuda, cuda:N, mps.",
    )
    embedding_batch: int = Field(
        default=32, ge=1, le=4096, description="Texts that model encodes at once; more need more memory."
    )
    llm: str | None = Field(
        default=None,
        pattern=r"^openai:\S+$",
        description="Chat model that words the answers, openai:MODEL; none when unset.",
    )
    llm_base_url: str | None = Field(
        default=None, pattern=r"^https?://\S+$", description="Address of its OpenAI-compatible endpoint."
    )
    llm_api_key: SecretStr | None = Field(default=None, description="Its key, if it wants one.")
    llm_protocol: Literal["auto", "tools", "lines"] = Field(
        default="auto", description="tools: it can call tools; lines: plain text only; auto: finds out."
    )
    llm_seconds: float = Field(
        default=30, gt=0, le=600, description="Time of one answer; then the deterministic engine answers."
    )
    llm_steps: int = Field(default=6, ge=1, le=50, description="Most calls of the model for one answer.")
    llm_tokens: int = Field(
        default=60_000, ge=1000, le=10_000_000, description="Most tokens read and written for one answer."
    )
    llm_at_once: int = Field(
        default=8, ge=1, le=256, description="Answers worded at once; others are deterministic."
    )
    session_days: int = Field(
        default=30, ge=1, le=3650, description="Days after which an idle session is deleted."
    )
    admin_keys: SecretStr | None = Field(
        default=None,
        description="Keys, by commas, of those who may publish and read the feedback; nobody may when unset.",
    )
    trusted_proxies: str = Field(
        default="127.0.0.1,::1",
        max_length=4000,
        description="Addresses and networks, by commas, whose X-Forwarded-For and -Proto are believed; none: nobody.",
    )
    rate_address: int = Field(
        default=1200, ge=0, le=10**6, description="Calls a minute from one address; 0: any number."
    )
    rate_session: int = Field(
        default=60, ge=0, le=10**6, description="Questions a minute in one conversation; 0: any number."
    )
    rate_loopback: bool = Field(default=False, description="Whether callers on this machine are counted too.")
    at_once: int = Field(
        default=1,
        ge=1,
        le=64,
        description="Requests a process works on at once; others wait. An answer is the work of one interpreter: more at "
        "once take it from each other.",
    )
    queue: int = Field(default=64, ge=0, le=10_000, description="Requests that may wait; others are refused.")
    queue_seconds: float = Field(
        default=2, gt=0, le=600, description="How long a request may wait before it is refused."
    )
    heavy_at_once: int = Field(
        default=2, ge=1, le=64, description="Sheets, files and comparisons worked on at once."
    )
    body_seconds: float = Field(
        default=60, gt=0, le=3600, description="How long a request may take to arrive; files ten times that."
    )
    shutdown_seconds: float = Field(
        default=30, ge=0, le=3600, description="How long answers under way may go on when the server stops."
    )
    max_body_kb: int = Field(default=1024, ge=16, le=65536, description="Largest request body, in KiB.")
    upload_mb: int = Field(
        default=50, ge=1, le=500, description="Largest document that may be published, in MiB."
    )
    watch_seconds: float = Field(
        default=1,
        ge=0,
        le=3600,
        description="How often changes of the corpus and by other processes are looked for; 0: never.",
    )
    mcp_hosts: str = Field(
        default="",
        max_length=2000,
        description="Names, by commas, under which /mcp may be called besides loopback; * for any.",
    )
    allowed_origins: str = Field(
        default="",
        max_length=4000,
        description="Origins, by commas, whose pages may embed the chat; none when empty.",
    )
    session_secret: SecretStr | None = Field(
        default=None,
        min_length=16,
        description="Signs the session tokens of embedded chats; made anew at each start when unset.",
    )
    session_token_minutes: int = Field(
        default=120, ge=1, le=1440, description="How long an embedded chat may pause and still go on."
    )
    workbench: bool = Field(default=True, description="Whether the page for people is served at /ui.")
    log_level: Literal["debug", "info", "warning", "error"] = Field(
        default="info", description="How much is logged."
    )
    log_format: Literal["json", "text"] = Field(default="json", description="How a line of the log looks.")
    traces: str | None = Field(
        default=None,
        pattern=r"^https?://\S+$",
        description="Address of a collector that takes OTLP over HTTP; no traces when unset.",
    )

    @field_validator("data_dir", "corpus_dir")
    @classmethod
    def _absolute(cls, value: Path) -> Path:
        return value.expanduser().absolute()

    @field_validator("vector_store")
    @classmethod
    def _store_address(cls, value: str) -> str:
        try:
            return read_store_address(value).written
        except SettingsError as error:
            raise ValueError(str(error)) from error

    @field_validator("admin_keys")
    @classmethod
    def _at_least_one(cls, value: SecretStr | None) -> SecretStr | None:
        if value is not None and not _parted(value):
            raise ValueError("no key in it")
        return value

    @field_validator("allowed_origins")
    @classmethod
    def _exact_origins(cls, value: str) -> str:
        for origin in _listed(value):
            if not _ORIGIN.fullmatch(origin):
                raise ValueError(f"{origin} is no origin such as https://www.example.cn")
        return value

    @field_validator("trusted_proxies")
    @classmethod
    def _addresses(cls, value: str) -> str:
        for part in () if value == "none" else _listed(value):
            ip_network(part, strict=False)
        return value

    @property
    def trusted_proxy_list(self) -> tuple[str, ...]:
        """Addresses and networks of trusted proxies."""
        return () if self.trusted_proxies == "none" else _listed(self.trusted_proxies)

    @property
    def allowed_origin_list(self) -> tuple[str, ...]:
        """Origins whose pages may embed the chat, as browsers write them."""
        return tuple(origin.lower() for origin in _listed(self.allowed_origins))

    @property
    def admin_key_list(self) -> tuple[str, ...]:
        """The admin keys, none when nobody is admitted."""
        return _parted(self.admin_keys) if self.admin_keys else ()

    @property
    def effective_database_url(self) -> str:
        """The database in use: the operator's, or SQLite in the data folder."""
        return self.database_url or f"sqlite:///{(self.data_dir / 'records.sqlite3').as_posix()}"


def _parted(keys: SecretStr) -> tuple[str, ...]:
    return _listed(keys.get_secret_value())


def _listed(text: str) -> tuple[str, ...]:
    return tuple(part.strip() for part in text.split(",") if part.strip())


def variable_names() -> tuple[str, ...]:
    """Every variable that is understood, in the order of the fields."""
    return tuple(PREFIX + name.upper() for name in Settings.model_fields)


def load_settings(env_file: Path = Path(".env")) -> Settings:
    """Settings from a ``.env`` file, overridden by the environment.

    Raises:
        SettingsError: A variable is unknown or out of range.
    """
    written = dotenv_values(env_file) if env_file.is_file() else {}
    _refuse_unknown(name.upper() for name in (*written, *os.environ) if name.upper().startswith(PREFIX))
    try:
        source: dict[str, Any] = {"_env_file": env_file, **_secrets_of_files({**written, **os.environ})}
        return Settings(**source)
    except ValidationError as error:
        raise SettingsError(_one_line(error)) from error


def _secrets_of_files(told: Mapping[str, str | None]) -> dict[str, str]:
    """Secrets that stand in files, as containers hand them over.

    Raises:
        SettingsError: A file cannot be read or holds nothing, or the variable itself is set too.
    """
    given = {name.upper(): value for name, value in told.items() if value}
    found = {}
    for field in SECRETS:
        name = PREFIX + field.upper()
        path = given.get(f"{name}_FILE")
        if path is None:
            continue
        if name in given:
            raise SettingsError(f"{name} 与 {name}_FILE 只能设置一个：请删去其中之一。说明见 .env.example。")
        try:
            found[field] = Path(path).read_text(encoding="utf-8").strip()
        except (OSError, UnicodeDecodeError) as error:
            reason = getattr(error, "strerror", None) or "UTF-8"
            raise SettingsError(f"{name}_FILE={path} 无法读取（{reason}）：请检查路径和读权限。") from error
        if not found[field]:
            raise SettingsError(f"{name}_FILE={path} 是空文件：请写入密钥，或不设置此变量。")
    return found


def _refuse_unknown(names: Iterable[str]) -> None:
    known = variable_names()
    files = {f"{PREFIX}{field.upper()}_FILE" for field in SECRETS}
    for name in sorted(set(names) - files):
        if name not in known:
            near = difflib.get_close_matches(name, known, n=1, cutoff=0.6)
            advice = f"您是否想写 {near[0]}？" if near else f"可用的变量：{'、'.join(known)}。"
            raise SettingsError(f"不认识环境变量 {name}：{advice}说明见 .env.example。")


def _one_line(error: ValidationError) -> str:
    parts = []
    for item in error.errors(include_url=False):
        name = PREFIX + str(item["loc"][0]).upper()
        parts.append(f"{name}={str(item.get('input'))[:80]!r}：{item['msg']}")
    return "；".join(parts) + "。说明见 .env.example。"
