"""What the documents tell a person to type can be typed."""

import re
from pathlib import Path

import pytest
import typer

import kith
from kith_facilitator.cli import app

DOCUMENTS = ("README.md", "CONTRIBUTING.md")
PROGRAMS = ("export", "python3", ".venv/bin/uv")
COMMANDS = typer.main.get_command(app).commands  # type: ignore[attr-defined]


def commands(document: str) -> list[list[str]]:
    """The lines behind the prompts of a document, in words."""
    text = (kith.ROOT / document).read_text(encoding="utf-8")
    blocks = re.findall(r"^ *```console\n(.*?)^ *```$", text, flags=re.DOTALL | re.MULTILINE)
    return [line.strip()[2:].split() for block in blocks for line in block.splitlines()]


EVERY = [words for document in DOCUMENTS for words in commands(document)]


def test_the_readme_s_first_screen_has_the_two_commands() -> None:
    assert [" ".join(words) for words in commands("README.md")[:2]] == ["python3 kith.py start", "python3 kith.py test"]
    assert (kith.ROOT / "README.md").read_text(encoding="utf-8").index("python3 kith.py test") < 2000


@pytest.mark.parametrize("words", EVERY, ids=" ".join)
def test_every_command_begins_with_a_known_word(words: list[str]) -> None:
    assert words[0] in PROGRAMS


@pytest.mark.parametrize("words", [words for words in EVERY if words[0] == "python3"], ids=" ".join)
def test_every_command_and_option_of_kith_exists(words: list[str]) -> None:
    assert words[1] == "kith.py"
    if words[2] == "test":
        kith.require_parts(words[3:])
        return
    options = {name for option in COMMANDS[words[2]].params for name in option.opts}
    assert {word for word in words[3:] if word.startswith("--")} <= options


def test_the_readme_names_every_option_of_start() -> None:
    text = (kith.ROOT / "README.md").read_text(encoding="utf-8")
    options = {name for option in COMMANDS["start"].params for name in (*option.secondary_opts, *option.opts)[:1]}
    assert {option for option in options if option not in text} == set()


@pytest.mark.parametrize("document", [*DOCUMENTS, "docs/architecture.md", "CHANGELOG.md"])
def test_links_between_documents_lead_somewhere(document: str) -> None:
    place = kith.ROOT / document
    links = re.findall(r"\]\((?!https?:)([^)#]+)", place.read_text(encoding="utf-8"))
    assert [link for link in links if not (place.parent / link).exists()] == []


def test_ci_calls_the_second_command_and_nothing_else() -> None:
    lines = (kith.ROOT / ".ci/run").read_text().splitlines()
    assert [line for line in lines if "kith" in line] == ["python3 kith.py test"]


def test_no_notebook_is_kept() -> None:
    ignored = (kith.ROOT / ".gitignore").read_text().splitlines()
    assert {"*.ipynb", "widgets/kith_widgets/static/", ".venv/"} <= set(ignored)
    assert Path(kith.ROOT / "course").exists()
