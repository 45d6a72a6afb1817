"""What every kind of test shares: one browser, as Playwright has one loop in a thread."""

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser

from tests.chromium import chromium


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """Chromium, for all tests of a run; each opens contexts of its own."""
    with chromium() as found:
        yield found
