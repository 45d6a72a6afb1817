"""What authors copy from the pages on primitives builds without a finding, and each page says truly what is stored."""

import re
from pathlib import Path

import pytest

from kith_exercises.definitions import Activity, load_prompts
from kith_exercises.primitives import PRIMITIVES
from kith_exercises.primitives.flow import steps_of
from kith_facilitator.course import build_course, check_course, load_course

PAGES = Path(__file__).parents[2] / "docs" / "primitives"
PACKAGE = PAGES.parents[1] / "exercises" / "kith_exercises"
#: Its page is tested with it (``tests/primitives/test_allocate_definition.py``).
ELSEWHERE = {"allocate"}
NAMES = sorted({path.stem for path in PAGES.glob("*.md")} - {"README"} - ELSEWHERE)
SECTIONS = [
    "What it is for",
    "What speaks for it, and what against",
    "A definition to copy",
    "What is stored, and who sees it",
]
HEAD = "---\nkernelspec:\n  name: python3\n  display_name: Python 3\n---\n\n# A page\n\n"


def text_of(name: str) -> str:
    return (PAGES / f"{name}.md").read_text(encoding="utf-8")


def write_course(name: str, folder: Path) -> Path:
    """A course of one module with what a page gives to copy."""
    prompts, *sealed = re.findall(r"^```toml\n(.*?)^```$", text_of(name), flags=re.DOTALL | re.MULTILINE)
    [calls] = re.findall(r"^```python\n(.*?)^```$", text_of(name), flags=re.DOTALL | re.MULTILINE)
    cells = "\n\n".join(f"```{{code-cell}}\n{call}\n```" for call in calls.splitlines())
    files = {
        "course.toml": 'id = "c"\ntitle = "C"\ncontact = "Ask Sam."\nlanguage = "en"\nmodules = ["1-copied"]\n',
        "1-copied/module.toml": 'title = "Copied"\nnotebooks = ["page"]\nminutes = 5\n',
        "1-copied/page.md": f"{HEAD}{cells}\n",
        "1-copied/prompts.toml": prompts,
    }
    if sealed:
        [files["1-copied/sealed.toml"]] = sealed
    for file, text in files.items():
        (folder / file).parent.mkdir(parents=True, exist_ok=True)
        (folder / file).write_text(text, encoding="utf-8")
    return folder / "1-copied"


def stored(module: Path) -> list[str]:
    """The rows of a page's table: for each step of its last definition what is asked there, by who sees it."""
    *_, prompt = load_prompts(module / "prompts.toml").values()
    steps = (
        [(step.id, step.fields) for step in steps_of(prompt) if step.fields]
        if isinstance(prompt, Activity)
        else [("fold", getattr(prompt, "fields", ()))]
    )
    rows = []
    for id, fields in steps:
        for reach in dict.fromkeys(field.reach or prompt.reach for field in fields):
            kept = ", ".join(f"`{field.id}`" for field in fields if (field.reach or prompt.reach) == reach)
            rows.append(f"| `{id}` | {kept} | `{reach}` |")
    return rows


def test_each_kind_has_a_page_that_the_list_names() -> None:
    assert (set(PRIMITIVES) - ELSEWHERE) | {"fold", "hidden-profile"} <= set(NAMES)
    links = re.findall(r"\]\(([a-z-]+)\.md\)", text_of("README"))
    assert sorted(links) == sorted({*NAMES, *ELSEWHERE})


def test_each_of_the_nine_names_leads_to_its_kind_and_to_files_that_there_are() -> None:
    rows = [row.split(" | ") for row in re.findall(r"^\| ([A-Z]\w+ \| `.*) \|$", text_of("README"), flags=re.MULTILINE)]
    assert len(rows) == 9
    for _, kind, *files in rows:
        assert kind.strip("`") in {*PRIMITIVES, "fold"}
        named = [file for cell in files for file in re.findall(r"`([\w/]+(?:\.py|/))`", cell)]
        assert len(named) >= 2
        assert [file for file in named if not (PACKAGE / file).exists()] == []


@pytest.mark.parametrize("name", NAMES)
def test_what_a_page_gives_to_copy_is_checked_without_a_finding_and_built(name: str, tmp_path: Path) -> None:
    write_course(name, tmp_path / "sources")
    course = load_course(tmp_path / "sources")
    assert check_course(course) == []
    assert build_course(course, tmp_path / "built").written


def test_of_a_talk_no_line_lies_open_in_what_is_built(tmp_path: Path) -> None:
    course = load_course(write_course("conversation", tmp_path / "sources").parent)
    build_course(course, tmp_path / "built")
    built = [path.read_text(encoding="utf-8") for path in (tmp_path / "built").rglob("*") if path.is_file()]
    talk = (course.modules[0].folder / "sealed.toml").read_text(encoding="utf-8").splitlines()
    said = [words for line in talk if len(words := line.lstrip("#>? ").partition(" ->")[0]) > 20]
    assert len(said) > 5
    assert any("The notes came late" in text for text in built), "else it was not built"
    assert not [words for words in said for text in built if words in text]


@pytest.mark.parametrize("name", NAMES)
def test_what_a_page_says_of_who_sees_what_is_what_the_code_does(name: str, tmp_path: Path) -> None:
    rows = re.findall(r"^\| `.*", text_of(name).partition("## What is stored")[2], flags=re.MULTILINE)
    assert rows == stored(write_course(name, tmp_path))


@pytest.mark.parametrize("name", NAMES)
def test_a_page_has_its_four_sections_and_links_that_lead_somewhere(name: str) -> None:
    assert re.findall(r"^## (.*)$", text_of(name), flags=re.MULTILINE) == SECTIONS
    links = re.findall(r"\]\((?!https?:)([^)#]+)", text_of(name))
    assert [link for link in links if not (PAGES / link).exists()] == []
