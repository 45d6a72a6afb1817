"""One answer goes the whole way: from a prompt to feedback beside the learner's own words."""

import json
import re
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from tests.chromium import picture, violations
from tests.lab import Lab, kith
from tests.study import figures_of_the_study_in

pytestmark = pytest.mark.e2e

ROOT = Path(__file__).parents[2]
TEXT = "I expected 35 choices in public; 56 came. שיתוף 🤝\nA second line, with <script>alert('x')</script> in it."
#: Everything that the kernel and the server said to the page.
RECEIVED: list[str | bytes] = []
DISCARDED = "I expected nothing of them at all, the fools"
COMMENT = "Which record would show that you were wrong?"


def test_one_answer_travels_the_whole_way(page: Page, address: str, home: Path) -> None:
    page.on("websocket", lambda socket: socket.on("framereceived", keep_frame))
    lab = Lab(page, address)
    lab.settled()
    picture(page, "e2e/01-welcome-as-opened")
    commit_and_unfold(lab, home)
    write_and_come_back(lab, home)
    submit(lab, home)
    mark_in_formgrader(lab, home)
    read_feedback(lab, home)


def in_the_page(page: Page) -> str:
    """All that lies in it, but for how large a file is, as the browser of files tells it."""
    return re.sub(r"Size: [\d.]+ .B", "", page.content())


def commit_and_unfold(lab: Lab, home: Path) -> None:
    page = lab.page
    lab.begin()
    card = lab.widget("Does being seen make people give?")
    expect(card).to_be_visible()
    picture(page, "e2e/02-welcome-run")
    lab.save()
    assert figures_of_the_study_in(in_the_page(page)) == []
    assert figures_of_the_study_in(said_so_far()) == []
    assert figures_of_the_study_in((home / "learner/0-welcome/welcome.ipynb").read_text()) == []

    commit = card.get_by_role("button", name="Commit")
    commit.click(force=True)  # an untouched control can't be committed, however hard one presses

    card.get_by_role("slider", name="In public").press("ArrowRight")
    card.get_by_role("textbox", name="In public").fill("35")
    card.get_by_role("textbox", name="Anonymous").fill("62")
    card.get_by_role("textbox", name=re.compile("How far off")).fill("12")
    card.get_by_role("textbox", name=re.compile("Why there")).fill("People relax when nobody looks.")
    commit.click()
    expect(card.get_by_role("region", name="My answer")).to_be_visible()
    assert figures_of_the_study_in(in_the_page(page)) == []
    assert figures_of_the_study_in(said_so_far()) == []
    why, record = map(json.loads, (home / "learner/0-welcome/responses/welcome.jsonl").read_text().splitlines())
    assert (why["event"], why["reach"], why["value"].keys()) == ("commit", "facilitator", {"why"})
    assert (record["event"], record["value"]["marks"]["values"]) == ("commit", {"public": 35, "anonymous": 62})

    card.get_by_role("button", name="Show the twenty groups").click()
    expect(card.get_by_role("heading", name=re.compile("The twenty groups"))).to_be_visible()
    card.get_by_role("button", name="Show the averages").click()
    expect(card.get_by_text("21 apart").first).to_be_visible()
    card.get_by_role("textbox", name=re.compile("In how many of 100")).fill("20")
    commit.click()
    expect(card.get_by_text(re.compile("What do you make of the difference"))).to_be_visible()
    lab.picture(card, "e2e/03-being-seen-unfolded")
    assert violations(page, ".jp-Notebook .kith") == []


def write_and_come_back(lab: Lab, home: Path) -> None:
    page = lab.page
    lab.press_for("1-empathy", "released", "Fetch")
    expect(page.locator("#fetched_assignments_list .list_item", has_text="1-empathy").first).to_be_visible()
    picture(page, "e2e/04-assignment-list")
    lab.open_notebook("learner/1-empathy/reflection.ipynb")
    lab.begin()
    field = reflection(lab).get_by_role("textbox")
    for text in (DISCARDED, TEXT):
        field.fill(text)
        field.blur()
        expect(reflection(lab).get_by_text(re.compile(r"^Saved \d"))).to_be_visible()
    wait_for_text(home, TEXT)
    picture(page, "e2e/05-reflection-saved")

    lab.save()
    lab.restart()
    page.reload()
    expect(page.locator(".jp-Notebook:visible").first).to_be_visible()
    lab.begin()
    expect(reflection(lab).get_by_role("textbox")).to_have_value(TEXT)
    picture(page, "e2e/06-after-restart-and-reload")


def submit(lab: Lab, home: Path) -> None:
    for module in ("0-welcome", "1-empathy"):
        lab.press_for(module, "fetched", "Submit")
        lab.submit_anyway()  # not all of it was answered
        expect(lab.page.locator("#submitted_assignments_list .list_item", has_text=module).first).to_be_visible()
        assert "1 collected" in kith("collect", module, home=home)
        assert "1 graded" in kith("grade", module, home=home)
    picture(lab.page, "e2e/07-submitted")
    for place in ("exchange", "course", "cache"):
        for path in (home / place).rglob("*"):
            assert not (path.is_file() and DISCARDED.encode() in path.read_bytes()), path


def mark_in_formgrader(lab: Lab, home: Path) -> None:
    page = lab.page
    root = page.url.split("/lab")[0]
    errors: list[str] = []
    page.on("pageerror", lambda error: errors.append(str(error)))
    page.goto(f"{root}/formgrader/gradebook/1-empathy/reflection")
    page.get_by_role("link", name=re.compile("Submission|#1|Show")).first.click()
    page.wait_for_load_state("networkidle")  # marks come after the page, and would undo what is typed before
    answer = page.locator("blockquote", has_text="I expected 35 choices in public")
    expect(answer).to_be_visible()
    assert answer.inner_text() == TEXT
    for title in ("Evidence", "Explanation", "Use"):
        expect(page.get_by_role("heading", name=re.compile(title)).first).to_be_visible()
    scores = page.locator("input.score")
    assert scores.count() == 3
    for number in range(3):
        scores.nth(number).fill(str(number + 1))
        scores.nth(number).blur()
    comment = page.locator("textarea.comment").first
    comment.fill(COMMENT)
    comment.blur()
    page.wait_for_timeout(1_500)  # formgrader says nothing once a comment is saved
    picture(page, "e2e/08-formgrader")
    assert errors == []
    assert "1 got feedback" in kith("feedback", "1-empathy", home=home)
    page.goto(f"{root}/lab")
    expect(page.get_by_role("menubar")).to_be_visible()


def read_feedback(lab: Lab, home: Path) -> None:
    page = lab.page
    lab.press_for("1-empathy", "submitted", "Fetch Feedback")
    expect(
        page.locator("#submitted_assignments_list").get_by_text(re.compile("view feedback", re.IGNORECASE)).first
    ).to_be_visible()
    assert list((home / "learner" / "1-empathy" / "feedback").glob("*/reflection.html"))
    lab.open_notebook("learner/1-empathy/reflection.ipynb")
    lab.restart()
    lab.begin()
    card = reflection(lab)
    expect(card.get_by_text("Feedback is here.")).to_be_visible()
    expect(card.get_by_text(COMMENT)).to_have_count(0)
    card.get_by_role("button", name="Show me without rating myself").click()
    expect(card.get_by_text(COMMENT)).to_be_visible()
    expect(card.get_by_text("Both sides, with their limits").first).to_be_attached()
    expect(card.get_by_text("1 of 3 points")).to_be_visible()
    assert violations(page, ".jp-Notebook .kith") == []
    lab.picture(card, "e2e/09-feedback-beside-the-words")


def reflection(lab: Lab):  # type: ignore[no-untyped-def]
    return lab.widget("What came, and what you had expected")


def keep_frame(frame: str | bytes) -> None:
    RECEIVED.append(frame)


def said_so_far() -> str:
    said = "".join(frame if isinstance(frame, str) else frame.decode("utf-8", "replace") for frame in RECEIVED)
    assert "Does being seen make people give?" in said  # the card itself came this way
    return said


def wait_for_text(home: Path, text: str) -> None:
    line = (home / "learner/1-empathy/responses/reflection.jsonl").read_text().splitlines()[-1]
    assert json.loads(line)["value"] == {"text": text}
