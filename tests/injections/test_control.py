"""Every class of injection fires where nothing holds it back, in the same browser."""

from collections import Counter
from pathlib import Path

import pytest
from playwright.sync_api import Browser

from tests.injections.control import control_page
from tests.injections.payloads import CLASSES, PAYLOADS
from tests.injections.watching import watched

pytestmark = pytest.mark.browser


def test_each_class_fires_in_a_page_without_protection_and_at_least_a_hundred_in_all(
    browser: Browser, tmp_path: Path
) -> None:
    page = tmp_path / "control.html"
    page.write_text(control_page(PAYLOADS), encoding="utf-8")
    with watched(browser, len(PAYLOADS)) as watch:
        watch.page.goto(page.as_uri())
        fired = watch.provoke()
    kinds = Counter(payload.kind for payload in PAYLOADS if payload.number in fired)
    quiet = [payload for payload in PAYLOADS if payload.number not in fired]
    assert set(kinds) == set(CLASSES), quiet
    assert len(fired) >= 100, quiet
