"""What every widget keeps in every state, in our own host and a real browser: by being listed a widget is tested."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, Page

from kith_facilitator.gallery import gallery
from tests.chromium import ARTEFACTS, fenced, violations
from tests.widgets.contract import MODES, WALKS, audit, every_widget, leaves, nameless, stand, states, tab_through
from tests.widgets.walks import Hand, Keys, Mouse

pytestmark = pytest.mark.browser


@pytest.fixture(scope="class", params=sorted({*every_widget(), *WALKS}))
def widget(request: pytest.FixtureRequest) -> str:
    return str(request.param)


@pytest.fixture(scope="class")
def page(browser: Browser, widget: str, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Page]:
    """All states of the widget on one page, with everything unfolded that can be without an answer."""
    with stand(browser, tmp_path_factory.mktemp(widget), states(widget)) as shown:
        shown.evaluate("audit.unfold()")
        yield shown


class TestContract:
    """One widget in all its states."""

    def test_it_is_listed_with_its_states_and_a_walk(self, widget: str) -> None:
        assert states(widget), "kith_facilitator.gallery lists no state of it"
        assert widget in WALKS, "tests/widgets/contract.py has no walk through it"

    @pytest.mark.parametrize("mode", ["light", "dark", "more-contrast"])
    def test_axe_finds_no_violation_and_controls_stand_out(self, page: Page, mode: str) -> None:
        assert audit(page, "faint", **MODES[mode]) == []
        assert violations(page) == []

    def test_every_state_has_a_control(self, widget: str, page: Page) -> None:
        assert widget not in every_widget() or audit(page, "bare") == []

    def test_each_control_has_a_name_and_a_value_in_words(self, page: Page) -> None:
        assert nameless(page) == []

    def test_targets_are_large_or_far_enough_apart(self, page: Page) -> None:
        assert audit(page, "targets") == []

    def test_tab_goes_through_and_back_and_the_focus_is_seen(self, page: Page) -> None:
        there, faults = tab_through(page, "Tab")
        back, more = tab_through(page, "Shift+Tab")
        assert faults + more == []
        assert there
        assert there == back[::-1]

    @pytest.mark.parametrize(
        ("width", "font"), [(320, 14), (640, 14), (800, 17)], ids=["320px", "zoomed-to-200-percent", "presented-in-lab"]
    )
    @pytest.mark.parametrize("direction", ["ltr", "rtl"])
    def test_nothing_scrolls_sideways_or_is_cut_off(self, page: Page, width: int, font: int, direction: str) -> None:
        page.set_viewport_size({"width": width, "height": 900})
        page.evaluate("size => document.body.style.setProperty('--jp-content-font-size1', size)", f"{font}px")
        page.evaluate("audit.turn", direction)
        try:
            assert audit(page, "overflow", "collisions") == []
        finally:
            page.set_viewport_size({"width": 800, "height": 900})
            page.evaluate("document.body.removeAttribute('style'); audit.turn('ltr')")

    def test_a_table_lies_behind_each_picture(self, page: Page) -> None:
        assert audit(page, "untabled") == []

    def test_keys_alone_end_where_the_mouse_ends(
        self, widget: str, browser: Browser, tmp_path_factory: pytest.TempPathFactory
    ) -> None:
        records = [walked(browser, tmp_path_factory, widget, hand) for hand in (Mouse, Keys)]
        assert any(records[0]), "the walk did nothing"
        assert records[0] == records[1]

    def test_leaving_takes_everything_along(self, page: Page) -> None:
        assert leaves(page) == []


_LOOKS = ["light", "dark", "narrow", "more-contrast", "forced-colours", "print"]
#: Side by side, so that a whole gallery is few pictures. A narrow card is one that stands in a narrow column.
_SHEET = """
  main { columns: COLUMNS; column-gap: 24px; max-inline-size: none !important; padding: 16px !important }
  main > h2 { column-span: all } .exhibit { break-inside: avoid } .page-bar { position: static !important }
"""


@pytest.mark.parametrize("look", _LOOKS)
def test_the_gallery_is_pictured_to_be_looked_at(browser: Browser, tmp_path: Path, look: str) -> None:
    place = tmp_path / "gallery.html"
    place.write_text(gallery(), encoding="utf-8")
    context, strangers = fenced(browser, viewport={"width": 2300, "height": 2200}, reduced_motion="reduce")
    page = context.new_page()
    page.emulate_media(**MODES.get(look, {}))
    page.goto(place.as_uri())
    page.wait_for_selector("[data-ready]", state="attached")
    page.add_style_tag(content=_SHEET.replace("COLUMNS", "6 320px" if look == "narrow" else "3 720px"))
    ARTEFACTS.mkdir(parents=True, exist_ok=True)
    for number, top in enumerate(range(0, page.evaluate("document.documentElement.scrollHeight"), 2200), start=1):
        page.evaluate("top => scrollTo(0, top)", top)
        page.screenshot(path=ARTEFACTS / f"gallery-{look}-{number:02}.png", animations="disabled")
    context.close()
    assert strangers == []


def walked(browser: Browser, folders: pytest.TempPathFactory, widget: str, use: type[Mouse] | type[Keys]) -> Any:
    """What a hand did and where it came, times aside, from each state in which the kernel does what it is asked."""
    sound = {name: one for name, one in states(widget).items() if not (one.trouble or one.refusal)}
    with stand(browser, folders.mktemp(widget), sound, reduced_motion="reduce") as page:
        hand: Hand = use(page)
        # What an earlier visit left in the browser goes over by itself, once nobody has typed for a second.
        page.wait_for_timeout(1300)
        for name in {"Kept in this browser"} & set(sound):
            page.wait_for_function("state => audit.deeds(state).length > 0", arg=name)
        reached = {}
        for name in sound:
            place = page.locator(f"[data-state='{name}']")
            place.evaluate("audit.approach")
            WALKS[widget](place.locator(".kith"), hand)
            reached[name] = place.locator(".kith").evaluate("audit.values")
        assert page.evaluate("audit.shortcuts") == [], "keys reached Jupyter's shortcuts"
        assert page.evaluate("audit.unsaid") == []
        return timeless(page.evaluate("audit.done")), reached


def timeless(value: Any) -> Any:
    """The same without the times at which it happened, and how long it took."""
    if isinstance(value, dict):
        return {key: timeless(one) for key, one in value.items() if key not in {"at", "explained_at", "turns"}}
    return [timeless(one) for one in value] if isinstance(value, list) else value
