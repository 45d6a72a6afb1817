"""What somebody sits before in these tests."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page

from tests.chromium import fenced
from tests.lab import served


@pytest.fixture
def page(browser: Browser) -> Iterator[Page]:
    """An empty tab of an ordinary width; nothing in it may ask another machine for anything."""
    context, strangers = fenced(browser, viewport={"width": 1280, "height": 1000})
    tab = context.new_page()
    yield tab
    context.close()
    assert strangers == []


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Where nobody has begun yet."""
    return tmp_path_factory.mktemp("kith") / "home"


@pytest.fixture(scope="module")
def address(home: Path) -> Iterator[str]:
    """Where one person is learner and facilitator, and JupyterLab runs."""
    with served("start", "--no-browser", "--role", "both", home=home) as url:
        yield url
