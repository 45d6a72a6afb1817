"""The desk's page itself: nothing that people write becomes markup, and it can be read by everybody."""

import json
import re

import pytest
from playwright.sync_api import Browser, Page, expect

from kith_facilitator.home import Home
from kith_facilitator.nbgrader_api import Nbgrader
from kith_widgets.desk import desk_page
from kith_widgets.words import languages
from tests.chromium import fenced, picture, violations
from tests.desk.conftest import LEARNERS, Served, Visit, serving
from tests.desk.steps import comment, criterion, nothing_waits, opened
from tests.facilitator.steps import grade, submit, write

pytestmark = pytest.mark.browser

#: Each does something in a page that shows it as markup; the control test below holds that.
HOSTILE = (
    "<img src=x onerror=\"document.title='hit'\">",
    "<svg onload=\"document.title='hit'\"></svg>",
    "</script><script>document.title='hit'</script>",
    "<style>body{display:none}</style>",
    "<iframe srcdoc=\"<script>parent.document.title='hit'</script>\"></iframe>",
    "<details open ontoggle=\"document.title='hit'\">",
)
#: These are markdown for the same; a comment goes through it.
MARKDOWN = "[a](javascript:document.title='hit') ![b](x) <b>c</b> $\\href{javascript:1}{x}$ [d](https://example.org)"
EVERYTHING = "\n".join((*HOSTILE, MARKDOWN))
SAFE = "document.title !== 'hit' && getComputedStyle(document.body).display !== 'none'"


def calm(page: Page) -> None:
    """Nothing of what people wrote has become an element or has run."""
    page.wait_for_timeout(200)  # in which a picture that is not there would have failed
    assert page.evaluate(SAFE)
    assert page.locator("#kith-stand :is(img, iframe, script, style, svg:not(.k-sign)[onload], [onerror])").count() == 0


@pytest.mark.parametrize("text", HOSTILE)
def test_in_an_unprotected_page_each_of_these_does_harm(browser: Browser, text: str) -> None:
    context, _ = fenced(browser)
    page = context.new_page()
    page.set_content(f"<title>calm</title><body><p>{text}</p>")
    page.wait_for_function(f"() => !({SAFE})")
    context.close()


def test_what_people_write_is_shown_and_never_run(home: Home, visit: Visit) -> None:
    with Nbgrader(home).gradebook() as gradebook:
        for number, learner in enumerate(LEARNERS):
            gradebook.update_or_create_student(learner, first_name=HOSTILE[number], last_name=HOSTILE[-1])
    for learner in LEARNERS:
        submit(home, learner, f"{learner} {EVERYTHING}")
    grade(home)
    with serving(home) as served:
        page = visit(served)
        opened(page)
        assert EVERYTHING in page.locator(".desk-text").inner_text()
        page.get_by_text("Order and filter").click()
        page.get_by_label("Show names").check()
        nothing_waits(page)
        page.keyboard.press("c")
        comment(page, "evidence").fill(EVERYTHING)
        page.keyboard.press("Escape")
        page.keyboard.press("b")
        criterion(page, "evidence").get_by_role("button", name="Keep this phrase").click()
        nothing_waits(page)
        calm(page)
        links = criterion(page, "evidence").locator("a").all()
        assert [one.get_attribute("href") for one in links] == ["https://example.org"]
        page.keyboard.press("f")
        page.get_by_label("A note for those who mark").fill(EVERYTHING)
        page.get_by_role("button", name="Set the flag").click()
        page.get_by_role("button", name="Marking as").click()
        page.get_by_label("Your name at this desk").fill(HOSTILE[0])
        page.get_by_role("button", name="Save", exact=True).click()
        nothing_waits(page)
        page.keyboard.press("Escape")
        page.get_by_role("button", name="needs attention").click()
        calm(page)


def test_a_hostile_reply_is_a_reply(home: Home, served: Served, visit: Visit) -> None:
    write(home, "sim-001", "self", {"criterion": "evidence", "points": 2, "sentence": EVERYTHING})
    write(home, "sim-001", "reply", {"to": "2026-11-22T07:00:00Z", "criterion": "evidence", "text": EVERYTHING})
    submit(home, "sim-001", f"sim-001 {EVERYTHING}")
    grade(home)
    page = visit(served)
    for row in page.locator(".desk-row").all():
        row.click()
        opened(page)
        for _ in range(3):
            page.keyboard.press("2")
    nothing_waits(page)
    calm(page)


def test_data_can_not_leave_its_element_and_the_policy_lets_one_script_run() -> None:
    page = desk_page({"title": "</script><script>1</script>"}, {"text": "<!--<script>"}, "/")
    assert page.count("<script") == 2
    data = re.search(r'id="kith-desk">(.*?)</script>', page, re.DOTALL)
    assert data
    assert json.loads(data[1]) == {
        "card": {"title": "</script><script>1</script>"}, "state": {"text": "<!--<script>"}, "base": "/",
    }  # fmt: skip
    policy = re.search(r'http-equiv="Content-Security-Policy" content="([^"]*)"', page)
    assert policy
    assert "unsafe" not in policy[1]
    assert "connect-src 'self'" in policy[1]


@pytest.mark.parametrize("width", [320, 800, 1280])
@pytest.mark.parametrize("theme", ["light", "dark", "contrast", "forced"])
def test_axe_finds_nothing_in_any_theme_at_any_width(served: Served, visit: Visit, theme: str, width: int) -> None:
    options = {"contrast": {"contrast": "more"}, "forced": {"forced_colors": "active"}}.get(
        theme, {"color_scheme": theme}
    )
    page = visit(served, width=width, **options)
    opened(page)
    for key in ("2", "b"):
        page.keyboard.press(key)
    nothing_waits(page)
    assert page.evaluate("document.documentElement.scrollWidth") <= width
    assert violations(page) == []
    picture(page, f"desk-{theme}-{width}")


@pytest.mark.parametrize(
    "door",
    [
        "Keys",
        "What needs attention",
        "What got in the way",
        "Collect, grade",
        "Marking as",
        "Second reading",
        "Care flag",
    ],
)
def test_a_dialog_names_itself_takes_the_focus_and_gives_it_back(served: Served, visit: Visit, door: str) -> None:
    page = visit(served, width=320)
    opened(page)
    button = page.get_by_role("button", name=door).first
    button.click()
    dialog = page.get_by_role("dialog")
    expect(dialog).to_be_visible()
    assert page.evaluate("document.querySelector('dialog[open]').contains(document.activeElement)")
    leads = [link.get_attribute("href") for link in dialog.get_by_role("link").all()]
    assert leads == (["guide#care"] if door == "Care flag" else [])
    assert violations(page) == []
    page.keyboard.press("Escape")
    expect(button).to_be_focused()


@pytest.mark.parametrize("language", languages())
def test_the_desk_speaks_each_language(
    home: Home, visit: Visit, monkeypatch: pytest.MonkeyPatch, language: str
) -> None:
    monkeypatch.setenv("KITH_LANGUAGE", language)
    with serving(home) as served:
        page = visit(served)
        opened(page)
        assert page.locator("html").get_attribute("lang") == language
        assert violations(page) == []
        picture(page, f"desk-{language}")


def test_the_page_has_one_head_one_list_and_one_place_to_read(served: Served, visit: Visit) -> None:
    page = visit(served)
    opened(page)
    for role in ("banner", "navigation", "main"):
        expect(page.get_by_role(role)).to_have_count(1)  # type: ignore[arg-type]
    expect(page.get_by_role("heading", level=1)).to_have_text("Marking desk")
    page.keyboard.press("Tab")
    expect(page.get_by_role("link", name="To the open answer")).to_be_focused()
    assert page.title() == "Small: Marking desk"
