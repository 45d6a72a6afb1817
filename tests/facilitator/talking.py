"""A small course of two modules in which people tell each other stories, and say back what they heard."""

from collections.abc import Iterable, Mapping
from datetime import UTC, datetime
from pathlib import Path
from textwrap import dedent
from typing import Any

from kith_exercises.exchange import FileArrivals, Inbox, Sending
from kith_exercises.journal import Journal
from kith_facilitator.collect import collect_module
from kith_facilitator.exchanging.book import Book, keep_book
from kith_facilitator.exchanging.declared import Declared
from kith_facilitator.exchanging.report import ExchangeReport
from kith_facilitator.exchanging.run import exchange
from kith_facilitator.home import Home
from kith_facilitator.nbgrader_api import Nbgrader
from kith_facilitator.release import release_module
from kith_facilitator.sources import course_of
from tests.primitives.samples import SAY_BACK
from tests.small_course import MODULE, NOTEBOOK, released_home, write_course

__all__ = [
    "DECLARED",
    "EARLIER",
    "KEY",
    "NOW",
    "PARTS",
    "PEOPLE",
    "arrivals",
    "came",
    "collect_all",
    "commit",
    "folder_of",
    "given",
    "home_with",
    "pages",
    "run",
    "say_back_home",
    "sent_home",
    "tell",
]

EARLIER = "0-earlier"
PEOPLE = tuple(f"sim-{number:03}" for number in range(1, 9))
KEY = "5e" * 32
NOW = datetime(2026, 11, 22, 10, tzinfo=UTC)

PARTS = ("tell", "listen", "heard", "landed")
SEALED = """
[[story.stories]]
story = "I showed a knot, and nobody could tie it."
points = ["It was cold.", "My hands were fast."]

[[story.stories]]
story = "I wrote a note, and nobody read it."
points = ["It was long.", "It hung behind a door."]

[story.published]
title = "What was found elsewhere"
paragraphs = ["A study stands here."]
"""

STORY = Sending("story", "talk", "story", ("text",), "allot", 2, arms=("words", "full"), label="A story for you")
SAID = Sending("said", "talk", "say", ("back",), "back", of="story", label="How you were heard")
DECLARED = Declared(
    (STORY, SAID),
    pages={"story": NOTEBOOK, "said": NOTEBOOK},
    parts={"story": "listen", "said": "heard"},
    makers={"story": ({"text": "A story of the makers'"}, {"text": "Another of the makers'"})},
)


def sent_home(folder: Path) -> Home:
    """A home in which six of eight people have told their story and sent it; nothing is collected yet."""
    sources = write_course(folder / "sources")
    _copy_module(sources)
    home = released_home(folder / "home", sources)
    release_module(home, EARLIER)
    for learner in PEOPLE[:6]:
        tell(home, learner)
    keep_book(home.course, MODULE, Book(KEY))  # so that the same is drawn by lot in every run of these tests
    return home


def say_back_home(folder: Path) -> Home:
    """A home in which a module with saying it back is released."""
    return home_with(folder, {"story": PARTS}, SAY_BACK.definition, SEALED)


def home_with(folder: Path, parts: Mapping[str, Iterable[str]], definitions: str, sealed: str) -> Home:
    """A home in which a module with these activities is released, each part in a cell of its own."""
    module = write_course(folder / "sources") / MODULE
    shown = [(prompt, part) for prompt, its in parts.items() for part in its]
    added = {
        "prompts.toml": dedent(definitions),
        f"{NOTEBOOK}.md": "".join(f'\n```{{code-cell}}\nkith.activity("{id}", "{part}")\n```\n' for id, part in shown),
        "sealed.toml": sealed,
    }
    for name, text in added.items():
        with (module / name).open("a", encoding="utf-8") as file:
            file.write(text)
    return released_home(folder / "home", module.parent)


def tell(home: Home, learner: str, module: str = MODULE) -> None:
    """A learner writes a story and submits it."""
    commit(home, learner, "story", {"text": f"What {learner} told"}, module=module)
    Nbgrader(home, learner=learner).submit(module)


def commit(home: Home, learner: str, step: str, answers: dict[str, Any], module: str = MODULE, **about: str) -> None:
    """One record as a card writes it."""
    value = {"step": step, "answers": answers, **about}
    Journal.open(folder_of(home, learner, module), module, NOTEBOOK).write("talk", "commit", value, reach="partner")


def folder_of(home: Home, learner: str, module: str = MODULE) -> Path:
    """The learner's assignment folder, fetched if it is not there."""
    folder = home.simulated / learner / "assignments" / module
    if not folder.exists():
        Nbgrader(home, learner=learner).fetch(module)
    return folder


def run(home: Home, *, now: datetime = NOW, collect: bool = True, declared: Declared = DECLARED) -> ExchangeReport:
    """One run of the exchange."""
    return exchange(home, course_of(home), MODULE, declared, now=now, collect=collect)


def came(home: Home, learner: str, modules: Iterable[str] = (EARLIER, MODULE)) -> Inbox:
    """What has come to a learner once they have fetched feedback."""
    for module in modules:
        Nbgrader(home, learner=learner).fetch_feedback(module)
    return arrivals(home, learner)


def arrivals(home: Home, learner: str) -> Inbox:
    """What lies in a learner's folder."""
    return FileArrivals(home.simulated / learner / "assignments").inbox(learner)


def given(home: Home, learners: Iterable[str]) -> dict[str, Inbox]:
    """What has come to each."""
    return {learner: came(home, learner) for learner in learners}


def pages(home: Home) -> dict[str, bytes]:
    """Everything that lies where learners fetch from."""
    folder = home.exchange / home.course_id / "feedback"
    return {path.name: path.read_bytes() for path in sorted(folder.glob("*"))}


def _copy_module(sources: Path) -> None:
    """The same module once more, as an earlier one with other names of its questions."""
    (sources / EARLIER).mkdir()
    for path in (sources / MODULE).iterdir():
        text = path.read_text(encoding="utf-8").replace("why", "earlier").replace("own", "earlier-own")
        (sources / EARLIER / path.name).write_text(text, encoding="utf-8")
    course = sources / "course.toml"
    course.write_text(course.read_text(encoding="utf-8").replace('["1-small"]', '["0-earlier", "1-small"]'))


def collect_all(home: Home) -> None:
    """Take in what was submitted, as the commands do that do not collect themselves."""
    for module in (EARLIER, MODULE):
        collect_module(home, module)
