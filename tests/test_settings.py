"""Settings: bounded, frozen, and quick to name a misspelt variable."""

from __future__ import annotations

import os
import re
from pathlib import Path

import pytest

from assistant.errors import SettingsError
from assistant.settings import Settings, load_settings, user_data_folder, variable_names

ROOT = Path(__file__).resolve().parents[1]
NO_FILE = Path("no-such.env")


@pytest.fixture(autouse=True)
def _no_settings_of_this_machine(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in list(os.environ):
        if name.upper().startswith("ASSISTANT_"):
            monkeypatch.delenv(name)


def load(monkeypatch: pytest.MonkeyPatch, **variables: str) -> Settings:
    for name, value in variables.items():
        monkeypatch.setenv(name, value)
    return load_settings(NO_FILE)


def test_defaults_listen_on_loopback_only() -> None:
    settings = load_settings(NO_FILE)
    assert (settings.host, settings.port) == ("127.0.0.1", 7860)
    assert settings.effective_database_url.startswith("sqlite:///")


def test_a_misspelt_variable_is_refused_with_the_right_name(monkeypatch: pytest.MonkeyPatch) -> None:
    with pytest.raises(SettingsError, match=r"ASSISTANT_PROT.*ASSISTANT_PORT"):
        load(monkeypatch, ASSISTANT_PROT="80")


def test_a_misspelt_variable_in_the_env_file_is_refused_too(tmp_path: Path) -> None:
    (tmp_path / ".env").write_text("ASSISTANT_DATADIR=/x\nOTHER=1\n")
    with pytest.raises(SettingsError, match="ASSISTANT_DATA_DIR"):
        load_settings(tmp_path / ".env")


def test_the_environment_wins_over_the_env_file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / ".env").write_text("ASSISTANT_PORT=1111\nASSISTANT_HOST=0.0.0.0\n")
    monkeypatch.setenv("ASSISTANT_PORT", "2222")
    settings = load_settings(tmp_path / ".env")
    assert (settings.port, settings.host) == (2222, "0.0.0.0")


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("ASSISTANT_PORT", "70000"),
        ("ASSISTANT_PORT", "http"),
        ("ASSISTANT_SESSION_DAYS", "0"),
        ("ASSISTANT_ADMIN_KEYS", " , "),
        ("ASSISTANT_VECTOR_STORE", "faiss"),
        ("ASSISTANT_VECTOR_STORE", "chroma+http://host"),
        ("ASSISTANT_VECTOR_STORE", "milvus"),
        ("ASSISTANT_LOG_LEVEL", "loud"),
        ("ASSISTANT_WORKBENCH", "perhaps"),
        ("ASSISTANT_TRUSTED_PROXIES", "127.0.0.1,proxy.example.cn"),
        ("ASSISTANT_AT_ONCE", "0"),
        ("ASSISTANT_TRACES", "collector:4318"),
    ],
)
def test_a_value_out_of_range_is_named_in_one_line(
    name: str, value: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    with pytest.raises(SettingsError) as caught:
        load(monkeypatch, **{name: value})
    assert name in str(caught.value)
    assert "\n" not in str(caught.value)


def test_an_empty_value_means_the_default(monkeypatch: pytest.MonkeyPatch) -> None:
    assert load(monkeypatch, ASSISTANT_PORT="").port == 7860


def test_admin_keys_are_parted_by_commas_and_kept_from_the_logs(monkeypatch: pytest.MonkeyPatch) -> None:
    assert load(monkeypatch).admin_key_list == ()
    settings = load(monkeypatch, ASSISTANT_ADMIN_KEYS=" k3y-a, k3y-b ,")
    assert settings.admin_key_list == ("k3y-a", "k3y-b")
    assert "k3y" not in repr(settings)


def test_a_secret_may_stand_in_a_file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "keys").write_text("k3y-a,k3y-b\n")
    settings = load(monkeypatch, ASSISTANT_ADMIN_KEYS_FILE=str(tmp_path / "keys"))
    assert settings.admin_key_list == ("k3y-a", "k3y-b")
    assert "k3y" not in repr(settings)


def test_a_secret_in_both_places_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "keys").write_text("k3y")
    with pytest.raises(SettingsError, match="只能设置一个"):
        load(monkeypatch, ASSISTANT_ADMIN_KEYS="a", ASSISTANT_ADMIN_KEYS_FILE=str(tmp_path / "keys"))


@pytest.mark.parametrize("content", [None, "", " \n", b"\xff\xfe"])
def test_a_file_without_a_secret_is_named(
    content: str | bytes | None, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    if content is not None:
        (tmp_path / "secret").write_bytes(content if isinstance(content, bytes) else content.encode())
    with pytest.raises(SettingsError, match="ASSISTANT_SESSION_SECRET_FILE"):
        load(monkeypatch, ASSISTANT_SESSION_SECRET_FILE=str(tmp_path / "secret"))


def test_only_secrets_may_stand_in_files(monkeypatch: pytest.MonkeyPatch) -> None:
    with pytest.raises(SettingsError, match="ASSISTANT_PORT"):
        load(monkeypatch, ASSISTANT_PORT_FILE="/x")


def test_nobody_need_be_trusted(monkeypatch: pytest.MonkeyPatch) -> None:
    assert load(monkeypatch).trusted_proxy_list == ("127.0.0.1", "::1")
    assert load(monkeypatch, ASSISTANT_TRUSTED_PROXIES="none").trusted_proxy_list == ()
    assert load(monkeypatch, ASSISTANT_TRUSTED_PROXIES="10.0.0.0/8, ::1").trusted_proxy_list == (
        "10.0.0.0/8",
        "::1",
    )


def test_settings_are_frozen() -> None:
    with pytest.raises(ValueError, match="frozen"):
        load_settings(NO_FILE).port = 1


def test_folders_become_absolute(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    assert load(monkeypatch, ASSISTANT_DATA_DIR="here").data_dir == tmp_path / "here"


def test_every_setting_stands_in_the_example_file() -> None:
    named = set(re.findall(r"^#(ASSISTANT_[A-Z_]+)=", (ROOT / ".env.example").read_text(), re.M))
    assert named == set(variable_names())


def test_every_setting_says_what_it_is_for() -> None:
    assert all(field.description for field in Settings.model_fields.values())


@pytest.mark.parametrize(
    ("platform", "environ", "expected"),
    [
        ("linux", {"HOME": "/home/u"}, "/home/u/.local/share/green-policy-assistant"),
        ("linux", {"HOME": "/home/u", "XDG_DATA_HOME": "/d"}, "/d/green-policy-assistant"),
        ("darwin", {"HOME": "/Users/u"}, "/Users/u/Library/Application Support/green-policy-assistant"),
        ("win32", {"HOME": "/u", "LOCALAPPDATA": "/u/L"}, "/u/L/green-policy-assistant"),
    ],
)
def test_the_data_folder_follows_the_platform(platform: str, environ: dict[str, str], expected: str) -> None:
    assert user_data_folder(environ, platform).as_posix() == expected
