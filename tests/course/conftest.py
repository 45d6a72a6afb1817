"""The course as it is, and a tiny one to break."""

from collections.abc import Callable
from pathlib import Path

import pytest

from kith_facilitator.course import Course, load_course

COURSE = Path(__file__).parents[2] / "course"

SMALL = {
    "course.toml": """
        id = "small"
        title = "A small course"
        contact = "Ask Sam at the front desk."
        language = "en"
        modules = ["1-first"]
    """,
    "1-first/module.toml": """
        title = "First"
        notebooks = ["page"]
        minutes = 5
    """,
    "1-first/prompts.toml": """
        [guess]
        kind = "fold"
        reach = "count"
        title = "A guess"
        kept = "Kept."
        [[guess.fields]]
        id = "how-many"
        kind = "number"
        label = "How many?"
        min = 0
        max = 10

        [why]
        kind = "text"
        reach = "facilitator"
        title = "A reason"
        question = ["Why?"]
        rubric = true
    """,
    "1-first/rubric.toml": """
        [[why.criteria]]
        id = "reason"
        title = "Reason"
        asks = "Is there one?"
        [[why.criteria.levels]]
        points = 0
        label = "No"
        text = "There is none."
        [[why.criteria.levels]]
        points = 2
        label = "Yes"
        text = "There is one, with *stars* in it."
    """,
    "1-first/page.md": """
        # A page

        ![A square](images/square.svg)

        ```{code-cell}
        kith.fold("guess")
        ```

        ```{code-cell}
        kith.complete("guess")
        ```

        ```{code-cell}
        kith.reflection("why")
        ```
    """,
    "1-first/images/square.svg": """
        <svg xmlns="http://www.w3.org/2000/svg"><path d="M0 0h9v9H0z"/></svg>
    """,
}


def _outdented(text: str) -> str:
    return "\n".join(line.removeprefix(" " * 8) for line in text.strip("\n").splitlines()).rstrip() + "\n"


@pytest.fixture
def real_course() -> Course:
    return load_course(COURSE)


@pytest.fixture
def small_folder(tmp_path: Path) -> Path:
    folder = tmp_path / "small"
    for name, text in SMALL.items():
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_text(_outdented(text), encoding="utf-8")
    return folder


@pytest.fixture
def edit(small_folder: Path) -> Callable[[str, str, str], None]:
    """Replaces a piece of one of the small course's files, which must be there; an empty piece appends."""

    def replace(name: str, old: str, new: str) -> None:
        path = small_folder / name
        text = path.read_text(encoding="utf-8") if path.exists() else ""
        assert old in text
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text.replace(old, new, 1) if old else text + new, encoding="utf-8")

    return replace


@pytest.fixture
def destination(tmp_path: Path) -> Path:
    """Where a build goes: what nbgrader calls `source`."""
    return tmp_path / "source"
