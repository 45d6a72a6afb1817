"""What somebody sits before in these tests."""

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Page

from tests.chromium import fenced


@pytest.fixture
def page(browser: Browser) -> Iterator[Page]:
    """An empty tab of an ordinary width; nothing in it may ask another machine for anything."""
    context, strangers = fenced(browser, viewport={"width": 1280, "height": 1000})
    tab = context.new_page()
    yield tab
    context.close()
    assert strangers == []
