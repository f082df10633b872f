from __future__ import annotations

from collections.abc import Iterator
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import Browser, BrowserContext, sync_playwright

from assistant.assembly import Assistant
from assistant.service.app import create_app
from assistant.settings import Settings
from tests.service.serving import serving
from tests.service.test_browser import CHROMIUM, FLAGS
from tests.service.widget.visiting import DESK, PHONE, Platform, platform_running


@pytest.fixture(scope="session")
def platform() -> Iterator[Platform]:
    with platform_running() as running:
        yield running


@pytest.fixture(scope="session")
def host(assistant: Assistant, platform: Platform) -> Iterator[str]:
    """The service, which lets the platform in."""
    settings = Settings(
        data_dir=assistant.settings.data_dir, workbench=False, allowed_origins=platform.address
    )
    with serving(create_app(settings, assistant=assistant)) as address:
        yield address


# One a file: no two of these may be open at once in a process, and the other files open their own.
@pytest.fixture(scope="module")
def chromium() -> Iterator[Browser]:
    if not CHROMIUM.exists():
        pytest.fail("The browser tests need Debian's chromium: apt-get install -y chromium fonts-noto-cjk")
    with sync_playwright() as playwright:
        launched = playwright.chromium.launch(executable_path=CHROMIUM, args=FLAGS)
        yield launched
        launched.close()


def watched(chromium: Browser, size: tuple[int, int], home: str, *others: str) -> Iterator[BrowserContext]:
    """A browser of one visitor; afterwards only the hosts named were asked and no script has failed."""
    width, height = size
    # Nothing is looked at while it moves.
    made = chromium.new_context(
        viewport={"width": width, "height": height}, base_url=home, reduced_motion="reduce"
    )
    made.set_default_timeout(10_000)
    asked: list[str] = []
    errors: list[str] = []
    made.on("request", lambda sent: asked.append(sent.url))
    made.on("weberror", lambda error: errors.append(str(error.error)))
    yield made
    made.close()
    hosts = {urlsplit(url).netloc for url in asked if urlsplit(url).scheme.startswith("http")}
    assert hosts <= {urlsplit(address).netloc for address in (home, *others)}
    assert errors == []


@pytest.fixture(params=[PHONE, DESK], ids=["phone", "desk"])
def visitor(
    request: pytest.FixtureRequest, chromium: Browser, host: str, platform: Platform
) -> Iterator[BrowserContext]:
    """A visitor with a phone, and one at a desk."""
    yield from watched(chromium, request.param, host, platform.address)


@pytest.fixture
def desk(chromium: Browser, host: str, platform: Platform) -> Iterator[BrowserContext]:
    """A visitor at a desk, where the size of the screen does not matter."""
    yield from watched(chromium, DESK, host, platform.address)


@pytest.fixture
def elsewhere(host: str) -> Iterator[Platform]:
    """A platform that the service does not let in."""
    with platform_running() as running:
        running.page("/", f'<script src="{host}/widget.js" defer></script>')
        yield running


@pytest.fixture
def chromium_elsewhere(chromium: Browser, host: str, elsewhere: Platform) -> Iterator[BrowserContext]:
    """A visitor of that platform."""
    yield from watched(chromium, DESK, elsewhere.address, host)
