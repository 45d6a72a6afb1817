"""The facilitator's guide stays true: commands, names, minutes and words in it are those of Kith and of the course."""

import re
import shlex
from collections.abc import Iterator
from pathlib import Path

import pytest
import typer
from markdown_it import MarkdownIt
from textstat import textstat

from kith_exercises.definitions import Activity, load_prompts
from kith_facilitator.cli import app
from kith_facilitator.course import load_course
from kith_facilitator.guide import PAGES
from kith_facilitator.holding import can_be_held
from tests.course.test_texts import NAME, REFERENCES, cited_as, sentences
from tests.run import ROOT

GUIDE = ROOT / "facilitator/guide"
COURSE = load_course(ROOT / "course")
ASKED = {module.name: load_prompts(module.folder / "prompts.toml") for module in COURSE.modules}
PLACES = {f"{module.name}/{page}" for module in COURSE.modules for page in module.notebooks}
QUESTIONS = {f"{module}/{id}" for module, prompts in ASKED.items() for id in prompts}
COMMANDS = typer.main.get_command(app).commands  # type: ignore[attr-defined]
#: Columns of a roster, a key of course.toml, and what is typed in place of `kith`, or before it.
WORDS = {
    "id",
    "pod",
    "email",
    "extension 1-empathy",
    "contact",
    "kith",
    "python3 kith.py",
    "export KITH_HOME=~/kith-demo",
    "unset KITH_HOME",
}
#: What stands on JupyterLab's own screen, or nbgrader's.
ELSEWHERE = {"Submit", "Fetch Feedback", "Assignment List", "Nbgrader", "Run"}


def text_of(page: str) -> str:
    return (GUIDE / f"{page}.md").read_text(encoding="utf-8")


def flat(text: str) -> str:
    return " ".join(text.split())


def parsed(page: str) -> Iterator[tuple[str, str]]:
    """The words of a page, each with how they are set: paragraph, code, em or link."""
    for token in MarkdownIt().enable("table").parse(text_of(page)):
        if token.type == "fence":
            yield from (("code", line.removeprefix("$ ")) for line in token.content.splitlines())
        if token.type == "inline":
            children = token.children or []
            yield "paragraph", "".join(" " if one.type == "softbreak" else one.content for one in children)
            yield from (("code", one.content) for one in children if one.type == "code_inline")
            yield from (("link", str(one.attrGet("href"))) for one in children if one.type == "link_open")
            told = re.findall(r"(?<!\*)\*([^*]+)\*(?!\*)", token.content)
            yield from (("em", flat(one)) for one in told)


def set_as(kind: str, *pages: str) -> list[str]:
    return [words for page in pages or PAGES for how, words in parsed(page) if how == kind]


CODE = sorted(set(set_as("code")))


def test_each_file_is_a_page_and_each_module_has_a_run_sheet() -> None:
    assert {path.stem for path in GUIDE.glob("*.md")} == set(PAGES)
    assert [page for page, kind in PAGES.items() if kind == "sheet"] == [module.name for module in COURSE.modules]


@pytest.mark.parametrize("line", [words for words in CODE if words.startswith("kith ")])
def test_a_command_can_be_typed(line: str) -> None:
    _, name, *words = shlex.split(line)
    command = COMMANDS[name]
    options = {name: option for option in command.params for name in option.opts}
    assert {word for word in words if word.startswith("--")} <= set(options)
    if not words:
        return  # it may only be named here, and not typed
    given = command.make_context(name, words).params
    place = given.get("question") or given.get("module") or next(iter(ASKED))
    known = {"due": PLACES, "hold": can_be_held(COURSE), "answers": QUESTIONS}.get(name, ASKED)
    assert place in known
    for mended in (value for value in given.values() if isinstance(value, tuple) and value and value[0]):
        assert mended[0].partition("/")[0] in ASKED[place], "the question whose pairs, or snags, are meant"


@pytest.mark.parametrize("words", [words for words in CODE if not words.startswith("kith ")])
def test_what_is_set_as_a_name_is_one(words: str) -> None:
    names = {*ASKED, *QUESTIONS, *PLACES, *WORDS, *(one.partition("/")[2] for one in (*QUESTIONS, *PLACES))}
    called = words.endswith("()") and any(words in text for text in map(Path.read_text, ROOT.glob("course/*/*.md")))
    assert words in names or called or (ROOT / words).exists()


def test_what_is_said_to_stand_on_a_screen_stands_there() -> None:
    sources = [*(ROOT / "course").glob("*/*.toml"), *(ROOT / "course").glob("*/*.md")]
    words = ROOT / "widgets/kith_widgets/words/en.json"
    shown = flat(" ".join(path.read_text(encoding="utf-8") for path in (words, *sources, GUIDE / "cards.md")))
    levels = {"Partly", "not yet"}  # of the review itself
    assert [one for one in set_as("em") if one not in shown and one not in ELSEWHERE | levels] == []


def test_minutes_are_those_of_the_course() -> None:
    for module in COURSE.modules:
        rows = re.findall(r"^\| (?:`([\w-]+)` \| )?(\d+) \| (.*)$", text_of(module.name), flags=re.MULTILINE)
        assert sum(int(minutes) for _, minutes, _ in rows) == module.minutes
        assert f"{module.minutes} minutes" in flat(text_of(module.name))
        for page, minutes, what in rows:
            if not page:
                continue
            told = (module.folder / f"{page}.md").read_text(encoding="utf-8")
            assert f"about {minutes} minutes" in flat(told)
            parts = re.findall(r'kith\.activity\("([\w-]+)", "([\w-]+)"\)', told)
            for id, took in re.findall(r"`([\w-]+)` (\d+)", what):
                asked = ASKED[module.name][id]
                assert isinstance(asked, Activity)
                assert sum(asked.minutes[part] for one, part in parts if one == id) == int(took), (page, id)


@pytest.mark.parametrize("module", ASKED)
def test_a_cut_adds_up(module: str) -> None:
    cuts = re.findall(r"\*\*(\d+) minutes:\*\*(.*?)(?=\n- |\n\n)", text_of(module), flags=re.DOTALL)
    assert [minutes for minutes, _ in cuts] == ["60", "90"]
    for minutes, steps in cuts:
        assert sum(map(int, re.findall(r" (\d+)[,.]", flat(steps)))) == int(minutes)


@pytest.mark.parametrize("module", ASKED)
def test_a_run_sheet_says_all_that_one_needs_in_a_room(module: str) -> None:
    heads = re.findall(r"^## (.*)$", text_of(module), flags=re.MULTILINE)
    wanted = [
        "Timing",
        "Room",
        "Remote and hybrid",
        "Cuts",
        "Numbers",
        "Look for",
        "Three questions",
        "What goes wrong",
    ]
    assert [head for head in heads if head in wanted] == wanted
    numbers = text_of(module).partition("## Numbers")[2].partition("## ")[0]
    assert re.findall(r"\*\*(\w+):\*\*", numbers) == ["Odd", "5", "20", "200"]
    questions = text_of(module).partition("## Three questions")[2].partition("## ")[0]
    assert len(re.findall(r"^\d\. .*\?", questions, flags=re.MULTILINE)) == 3


def test_each_trial_has_a_debrief() -> None:
    trials = {"label-experiment", "label-revision", "say-back", "game-round"}
    drawn = {id for one in ASKED.values() for id, asked in one.items() if getattr(asked, "kind", "") in trials}
    drawn |= {id for one in ASKED.values() for id, asked in one.items() if getattr(asked, "kind", "") == "allocate"}
    debriefs = text_of("debriefs").partition("## Not a trial")[0]
    assert set(re.findall(r"^## .*\(`([\w-]+)`\)$", debriefs, flags=re.MULTILINE)) == drawn
    for part in re.split(r"^## ", debriefs, flags=re.MULTILINE)[1:]:
        for what in ("What differed.", "Why.", "Say.", "Do not say", "Ask."):
            assert f"**{what}**" in part


def test_cards_say_what_the_screens_say() -> None:
    cards, empathy = flat(text_of("cards")), ASKED["1-empathy"]
    story, shelter = empathy["story"].spec, empathy["shelter"].spec  # type: ignore[union-attr]
    said = [story.label, *(way.label for way in (*story.ways, *shelter.ways)), *shelter.missing]
    said += [*empathy["story"].care[1:], *ASKED["0-welcome"]["reader-card"].question]  # type: ignore[union-attr]
    assert [one for one in said if one not in cards] == []


@pytest.mark.parametrize("page", PAGES)
def test_a_page_is_plain_and_leads_somewhere(page: str) -> None:
    assert textstat.flesch_kincaid_grade(sentences(set_as("paragraph", page))) <= 10
    assert [link for link in set_as("link", page) if link.removesuffix(".md") not in PAGES] == []
    assert set(re.findall(NAME, flat(text_of(page)))) <= {cited_as(work) for work in REFERENCES}
    assert not re.search(
        r"!(?!\[)|\b(great|well done|awesome|amazing|simply|just|oops)\b", text_of(page), re.IGNORECASE
    )


def test_the_review_has_all_fifty_standards_and_names_evidence_for_each() -> None:
    rows = re.findall(r"^\| (\d+) \| ([^|]+) \| ([^|]+) \| ([^|]+) \|$", text_of("review"), flags=re.MULTILINE)
    assert [int(number) for number, *_ in rows] == list(range(1, 51))
    assert {how for *_, how, _ in rows} == {"met", "partly", "not yet", "no slides"}
    for number, _, how, evidence in rows:
        assert "`" in evidence or how != "met", f"{number} is met, and nothing shows it"
