"""What every kind of test shares: one browser, as Playwright has one loop in a thread, and one look at a version."""

import sys
from collections.abc import Iterator
from functools import cache

import pytest
from playwright.sync_api import Browser

from tests.chromium import chromium


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """Chromium, for all tests of a run; each opens contexts of its own."""
    with chromium() as found:
        yield found


def pytest_collection_finish() -> None:
    """Each new gradebook has nbgrader start Alembic's program, to hear of always the same version: once is enough."""
    if api := sys.modules.get("nbgrader.api"):
        api.get_alembic_version = cache(api.get_alembic_version)
