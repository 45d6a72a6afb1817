"""No injection fires where Kith shows it: formgrader, feedback page, desk, a learner's notebook, pages of own work.

The same payloads stand as answers, earlier drafts, own criteria and levels, as notes and outputs in the notebook, as
names, as comments and suggestions, as replies and verdicts.
`test_control` shows that each class of them fires where nothing holds it back.
"""

import json
import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlsplit

import nbformat
import pytest
from playwright.sync_api import Browser, expect

from kith_exercises.envelope import Envelope, newest
from kith_exercises.journal import Journal
from kith_facilitator.collect import collect_module
from kith_facilitator.desk.controller import Desk
from kith_facilitator.feedback import give_feedback
from kith_facilitator.grading.course import Course
from kith_facilitator.grading.grade import grade_course
from kith_facilitator.home import Home, ensure_home
from kith_facilitator.nbgrader_api import Nbgrader
from kith_facilitator.start import prepare
from tests.injections.payloads import CLASSES, PAYLOADS
from tests.injections.watching import Watched, watched
from tests.lab import Lab, kith, served

pytestmark = pytest.mark.e2e

MODULE, NOTEBOOK = "1-hostile", "page"
PROMPTS = {kind: f"q{number}" for number, kind in enumerate(CLASSES)}
SHOW = """
import json
from IPython.display import HTML, SVG, Latex, Markdown, display
for text in json.load(open("payloads.json")):
    display(HTML(text), Markdown(text), Latex(text))
    display({"image/svg+xml": text, "application/javascript": text}, raw=True)
    print(text)
"""


def of(kind: str) -> str:
    """All payloads of a class, as one text."""
    return "\n\n".join(payload.text for payload in PAYLOADS if payload.kind == kind)


def first_of(kind: str) -> str:
    """The first payload of a class, on one line."""
    return " ".join(next(payload.text for payload in PAYLOADS if payload.kind == kind).split())


def write_sources(folder: Path) -> Path:
    module = folder / MODULE
    module.mkdir(parents=True)
    course = f'id = "hostile"\ntitle = "Hostile"\ncontact = ""\nlanguage = "en"\nmodules = ["{MODULE}"]\n'
    (folder / "course.toml").write_text(course)
    (module / "module.toml").write_text(f'title = "Hostile"\nnotebooks = ["{NOTEBOOK}"]\nminutes = 5\n')
    prompts, rubrics, cells = [], [], []
    for kind, prompt in PROMPTS.items():
        prompts.append(
            f'[{prompt}]\nkind = "text"\ntitle = "About {kind}"\nreach = "facilitator"\n'
            'question = ["What would you inject?"]\nrubric = true\n'
        )
        rubrics.append(
            f'[[{prompt}.criteria]]\nid = "one"\ntitle = "Care"\nasks = "Is it harmless?"\n'
            'levels = [{ points = 0, label = "No", text = "No." }, { points = 2, label = "Yes", text = "Yes." }]\n'
        )
        cells.append(f'```{{code-cell}}\nkith.reflection("{prompt}")\n```\n')
    (module / "prompts.toml").write_text("\n".join(prompts))
    (module / "rubric.toml").write_text("\n".join(rubrics))
    head = "---\nkernelspec:\n  display_name: Python 3\n  name: python3\n---\n\n# A page\n\n"
    (module / f"{NOTEBOOK}.md").write_text(head + "\n".join(cells))
    return folder


@dataclass(frozen=True)
class Place:
    """A home in which everything hostile has gone the whole way, and the address of its server."""

    home: Home
    address: str

    @property
    def root(self) -> str:
        parts = urlsplit(self.address)
        return f"{parts.scheme}://{parts.netloc}"


def answer(home: Home) -> None:
    journal = Journal.open(home.learner / MODULE, MODULE, NOTEBOOK)
    for kind, prompt in PROMPTS.items():
        draft = journal.write(prompt, "text", f"{of(kind)}\n\nAn earlier draft.", reach="facilitator")
        journal.write(prompt, "text", of(kind), reach="facilitator")
        for event, value in {
            "grown": {"drafts": [draft.seq]},
            "criterion": {"replaces": "one", "title": first_of(kind), "good": of(kind)},
            "self": {"criterion": "one", "points": 2, "own": first_of(kind), "sentence": of(kind)},
        }.items():
            journal.write(prompt, event, value, reach="facilitator")


def hand_in(home: Home) -> None:
    """Submit with notes and outputs of one's own, then put the page back as it was; collect and grade."""
    folder = home.learner / MODULE
    path = folder / f"{NOTEBOOK}.ipynb"
    before = path.read_bytes()
    notebook = nbformat.read(path, as_version=4)
    notebook.cells += [nbformat.v4.new_markdown_cell(payload.text) for payload in PAYLOADS]
    notebook.cells += [nbformat.v4.new_markdown_cell(of(kind)) for kind in CLASSES]
    notebook.cells.append(nbformat.v4.new_code_cell(SHOW))
    nbformat.write(notebook, path)
    (folder / "payloads.json").write_text(json.dumps([payload.text for payload in PAYLOADS]))
    try:
        Nbgrader(home).submit(MODULE)
    finally:
        path.write_bytes(before)
    collect_module(home, MODULE)
    assert grade_course(Course.of(home), MODULE, track=list).failed == ()


def mark(home: Home) -> None:
    """Points and a hostile comment on each criterion; and a roster of hostile names."""
    with Nbgrader(home).gradebook() as gradebook:
        [submission] = gradebook.assignment_submissions(MODULE)
        [page] = submission.notebooks
        for grade in page.grades:
            grade.manual_score, grade.needs_manual_grade = 2, False
        for note, kind in zip(sorted(page.comments, key=lambda note: note.name), sorted(CLASSES), strict=True):
            note.manual_comment = f"{of(kind)}\n→ {first_of(kind)}"
        submission.student.first_name, submission.student.last_name = of("attribute"), of("handler")
        gradebook.db.commit()
        for payload in PAYLOADS:
            names = {"first_name": payload.text, "last_name": payload.text, "email": payload.text}
            gradebook.update_or_create_student(f"learner{payload.number}", **names)


def reply(home: Home, envelope: Envelope) -> None:
    journal = Journal.open(home.learner / MODULE, MODULE, NOTEBOOK)
    for kind, prompt in PROMPTS.items():
        said = {"to": envelope.issued, "criterion": "one"}
        journal.write(prompt, "reply", {**said, "text": of(kind)}, reach="facilitator")
        for suggestion in envelope.feedback[prompt].criteria[0].suggestions:
            verdict = {"suggestion": suggestion.id, "text": suggestion.text, "verdict": "adapted", "because": of(kind)}
            journal.write(prompt, "suggestion", {**said, **verdict}, reach="facilitator")


@pytest.fixture(scope="module")
def place(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Place]:
    folder = tmp_path_factory.mktemp("hostile")
    home = ensure_home(folder / "home", role="both", sources=write_sources(folder / "sources"))
    prepare(home, demo=False)
    answer(home)
    hand_in(home)
    mark(home)
    for _ in range(2):  # what was replied comes with the second
        give_feedback(home, MODULE, track=list)
        Nbgrader(home).fetch_feedback(MODULE)
        with Nbgrader(home).gradebook() as gradebook:
            [student] = [one.student.id for one in gradebook.assignment_submissions(MODULE)]
        envelope = newest(home.learner / MODULE, NOTEBOOK, student)
        assert envelope is not None
        reply(home, envelope)
        hand_in(home)
        mark(home)
    with served("start", "--no-browser", home=home.root) as address:
        yield Place(home, address)


@pytest.fixture
def watch(browser: Browser) -> Iterator[Watched]:
    with watched(browser, len(PAYLOADS)) as watching:
        yield watching
        assert watching.dialogs == []


def test_none_fires_where_a_facilitator_marks(place: Place, watch: Watched) -> None:
    page = watch.page
    page.goto(place.address)  # logs in
    with Nbgrader(place.home).gradebook() as gradebook:
        [submission] = gradebook.assignment_submissions(MODULE)
        [submitted] = submission.notebooks
        paths = (
            f"formgrader/submissions/{submitted.id}/?index=0",
            f"formgrader/gradebook/{MODULE}/{NOTEBOOK}",
            f"formgrader/manage_submissions/{MODULE}",
            "formgrader/manage_students",
            f"formgrader/manage_students/{submission.student.id}",
        )
    for path in paths:
        page.goto(f"{place.root}/{path}")
        page.wait_for_load_state("networkidle")
        where = page.url
        assert sorted(watch.provoke()) == [], path
        assert page.url == where
    page.goto(f"{place.root}/{paths[0]}")
    page.wait_for_load_state("networkidle")
    assert "kithfire(1)" in page.inner_text("body")  # it is there, to be read
    assert page.locator("textarea.comment").count() == len(PROMPTS)


def test_none_fires_in_the_list_of_hostile_names(place: Place, watch: Watched) -> None:
    watch.page.goto(place.address)
    watch.page.goto(f"{place.root}/formgrader/manage_students")
    watch.page.wait_for_load_state("networkidle")
    assert watch.provoke() == set()
    assert "kithfire(1)" in watch.page.inner_text("body")


def test_none_fires_in_the_feedback_page_opened_as_a_file(place: Place, watch: Watched) -> None:
    newest = max((place.home.learner / MODULE / "feedback").glob(f"*/{NOTEBOOK}.html"))
    watch.page.goto(newest.as_uri())
    assert watch.provoke() == set()
    assert "kithfire" in watch.page.inner_text("body")


def test_none_fires_in_a_learners_notebook(place: Place, watch: Watched) -> None:
    lab = Lab(watch.page, place.address)
    lab.begin()
    for kind in CLASSES:
        expect(lab.widget(f"About {kind}")).to_be_visible()
    assert watch.provoke() == set()
    assert "kithfire" in watch.page.inner_text(".jp-Notebook")


def test_none_fires_on_pages_of_own_work(place: Place, watch: Watched, tmp_path: Path) -> None:
    kith("export", "--mine", "--out", str(tmp_path / "mine"), home=place.home.root)
    with Nbgrader(place.home).gradebook() as gradebook:
        [student] = [one.student.id for one in gradebook.assignment_submissions(MODULE)]
    viewed = tmp_path / "view.html"
    kith("view", MODULE, "--learner", student, "--out", str(viewed), "--no-browser", home=place.home.root)
    [exported] = (tmp_path / "mine").rglob("*.html")
    watch.page.goto(place.address)
    for address in (f"{place.root}/kith/mine", exported.as_uri(), viewed.as_uri()):
        watch.page.goto(address)
        watch.page.wait_for_load_state("networkidle")
        assert watch.provoke() == set(), address
        assert "kithfire" in watch.page.inner_text("body"), address


def plant_at_the_desk(home: Home) -> None:
    """Hostile phrases, notes on care, and names of those who mark."""
    desk = Desk(home)
    desk.act({"do": "module", "module": MODULE})
    for row in desk.state()["queue"]:
        kind = next(kind for kind, prompt in PROMPTS.items() if prompt == row["prompt"])
        where = {"module": MODULE, "second": False}
        desk.act({"do": "phrase", "criterion": "one", "text": of(kind), **where})
        desk.act({"do": "care", "answer": row["answer"], "on": True, "note": of(kind), **where})
    desk.act({"do": "marker", "name": first_of(next(iter(CLASSES)))[:60]})
    markers = [first_of(kind)[:60] for kind in CLASSES]
    desk.act({"do": "share", "markers": markers, "module": MODULE, "second": False})


def test_none_fires_at_the_marking_desk(place: Place, watch: Watched) -> None:
    plant_at_the_desk(place.home)
    page = watch.page
    page.goto(place.address)
    page.goto(f"{place.root}/kith/desk?module={MODULE}")
    rows = page.locator(".desk-row")
    expect(rows).to_have_count(len(PROMPTS))
    page.get_by_text("Order and filter").click()
    page.get_by_text("Show names").click()
    expect(rows.first).to_contain_text("kithfire")  # a hostile name, there to be read
    for number in range(len(PROMPTS)):
        rows.nth(number).click()
        expect(page.locator(".desk-answer")).to_be_visible()
        page.locator(".desk-answer").evaluate(
            "(all) => all.querySelectorAll('details').forEach((one) => (one.open = true))"
        )
        page.keyboard.press("b")
        expect(page.locator(".desk-bank:visible .desk-phrase").first).to_be_visible()
        assert watch.provoke() == set()
        page.keyboard.press("Escape")
        page.keyboard.press("q")
        page.keyboard.press("f")
        expect(page.get_by_role("dialog").get_by_role("textbox")).to_have_value(re.compile("."))
        assert watch.provoke() == set()
        page.keyboard.press("Escape")
    for sheet in ("need attention", "Collect, grade, feedback", "Marking as", "Second reading"):
        page.get_by_role("button", name=sheet).click()
        expect(page.get_by_role("dialog")).to_be_visible()
        assert watch.provoke() == set(), sheet
        page.keyboard.press("Escape")
