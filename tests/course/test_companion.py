"""What a course may call, what `kith` offers and what the companion may run are one list of words."""

import re
from pathlib import Path

import pytest

from kith_exercises import KithError
from kith_exercises.notebook import open_notebook
from kith_facilitator.course.notebook import build_notebook
from kith_facilitator.course.rules import prompts
from kith_facilitator.course.source import KithCall, read_source

FORMS = Path(__file__).parents[2] / "widgets/companion/forms.ts"


def words(name: str = "WORDS") -> list[str]:
    """The words that the companion admits, with a prompt or bare."""
    found = re.search(rf"{name} = \[([^\]]*)\]", FORMS.read_text(encoding="utf-8"))
    assert found is not None
    return re.findall(r'"(\w+)"', found[1])


def test_the_companion_runs_what_a_course_may_call_and_nothing_else() -> None:
    assert set(words()) == {*prompts._WORDS, "player"}  # which asks for a model, not for a prompt
    assert set(words("BARE")) == set(prompts._BARE)


@pytest.mark.parametrize("word", words("BARE"))
def test_a_word_without_a_prompt_becomes_a_cell_that_nbgrader_does_not_know(word: str) -> None:
    text = f"```{{code-cell}}\nkith.{word}()\n```"
    (cell,) = read_source(text, "page.md")
    assert cell.call == KithCall(word, "")
    built = build_notebook(text, "1-first/page", {}).cells[1]
    assert (built.source, built.metadata["tags"]) == (f"kith.{word}()", ["kith"])
    assert "nbgrader" not in built.metadata  # so that it may be added after somebody has submitted


@pytest.mark.parametrize("word", words())
def test_a_source_with_such_a_word_becomes_a_cell_of_just_that(word: str) -> None:
    text = f'```{{code-cell}}\nkith.{word}("guess")\n```'
    (cell,) = read_source(text, "page.md")
    assert cell.call == KithCall(word, "guess")
    assert build_notebook(text, "1-first/page", {}).cells[1].source == f'kith.{word}("guess")'


@pytest.mark.parametrize("word", words("IN_PARTS"))
def test_a_source_may_name_a_part_and_its_cell_is_named_by_it(word: str) -> None:
    text = f'```{{code-cell}}\nkith.{word}("story", "tell")\n```'
    (cell,) = read_source(text, "page.md")
    assert cell.call == KithCall(word, "story", "tell")
    built = build_notebook(text, "1-first/page", {}).cells[1]
    assert built.source == f'kith.{word}("story", "tell")'
    assert built.metadata["nbgrader"]["grade_id"] == {"activity": "story--tell", "complete": "story--tell--done"}[word]


@pytest.mark.parametrize(
    "name", ["../x", "a/..", "./b", "a/b/c", "a", "", "/b", "a/", "a/b\n", "a\0/b", "-a/b", "a/.b"]
)
def test_a_name_that_leads_elsewhere_opens_nothing(name: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    folder = tmp_path / "learner" / "1-first"
    folder.mkdir(parents=True)
    (folder / "prompts.toml").write_text("")
    monkeypatch.chdir(folder)
    with pytest.raises(KithError, match=r"first cell.*Write it as “module/notebook”"):
        open_notebook(name)
    assert [path.name for path in tmp_path.rglob("*")] == ["learner", "1-first", "prompts.toml"]
