"""A learner who comes to the end of any card: answers what is asked, by the first door where that leads on."""

import re
from collections.abc import Iterator

from playwright.sync_api import Locator, Page

from tests.lab import Lab

__all__ = ["play"]

WORDS = "I would first ask what they heard, and then wait a little for the answer."
#: Buttons that lead nowhere from here: what is taken back, looked at once more, or moved by single steps.
_BESIDE = re.compile(
    r"^[−+]$|note|Look again|Mark what|Clear|Shuffle before|Play|Pause|Step|Faster|Slower|Stop|got in my way|my answers"
)
#: The other door, and what goes past what has not come.
_WITHOUT = re.compile(r"without|Not now")
#: More steps than any card has.
_MOST = 24


def play(lab: Lab) -> dict[str, list[str]]:
    """Plays all cards of the page in front to their end, and says by which buttons, by card and its place."""
    cards = lab.page.locator(".jp-Notebook:visible .kith")
    return {f"{place}": list(_through(lab.page, cards.nth(place))) for place in range(cards.count())}


def _through(page: Page, card: Locator) -> Iterator[str]:
    for closed in card.locator("details:not([open]):has(> article) > summary").all():
        closed.click()
    for _ in range(_MOST):
        _answer(card)
        pressed = next((name for name in _doors(card) if _leads_on(page, card, name)), None)
        if pressed is None:
            return
        yield pressed
    raise AssertionError(f"no end after {_MOST} steps: {card.inner_text()}")


def _doors(card: Locator) -> list[str]:
    """The names of all buttons that may lead on, the first doors first."""
    ready = "e => !e.closest('article details') && !!e.offsetParent && e.ariaDisabled !== 'true' && !e.disabled"
    names = [one.inner_text().strip() for one in card.get_by_role("button").all() if one.evaluate(ready)]
    names = [name for name in dict.fromkeys(names) if name and not _BESIDE.search(name)]
    return sorted(names, key=lambda name: bool(_WITHOUT.search(name)))


def _leads_on(page: Page, card: Locator, name: str) -> bool:
    before = card.inner_text()
    card.get_by_role("button", name=name, exact=True).last.click(force=True)
    for _ in range(30):
        page.wait_for_timeout(50)
        if card.inner_text() != before and not card.locator("[aria-busy=true]").count():
            return card.get_by_role("button", name=name, exact=True).count() == 0 or card.inner_text() != before
    return False


def _answer(card: Locator) -> None:
    """Answers whatever stands open, with the first choice, the lowest number and the same words."""
    for group in card.get_by_role("group").or_(card.get_by_role("radiogroup")).all():
        radios = group.get_by_role("radio")
        if radios.count() and not group.locator("input:checked").count():
            radios.first.check(force=True)
    for line in card.get_by_role("slider").all():
        if line.get_attribute("data-placed") is None:
            line.press("ArrowRight")
    for menu in card.locator("select").all():
        if menu.is_visible() and not menu.input_value():
            menu.select_option(index=1)
    for box in card.get_by_role("textbox").all():
        if box.is_visible() and box.is_editable() and not box.input_value():
            box.fill("0" if box.get_attribute("inputmode") in ("numeric", "decimal") else WORDS)
            box.blur()
