"""What an author may change in the small course once it is out: each takes the sources' folder."""

from collections.abc import Callable
from pathlib import Path

from tests.small_course import MODULE, NOTEBOOK

__all__ = [
    "Change",
    "Sources",
    "add_criterion",
    "add_page",
    "add_prompt",
    "edit",
    "mend_words",
    "move_question",
    "other_pages",
    "remove_criterion",
    "rename_page",
    "rename_prompt",
]

Sources = Path
Change = Callable[[Sources], None]

_NEW_CRITERION = """
[[why.criteria]]
id = "doubt"
title = "Doubt"
asks = "What would speak against it?"
levels = [{ points = 0, label = "No", text = "Nothing." }, { points = 1, label = "Yes", text = "Something." }]
"""


def edit(sources: Sources, name: str, old: str, new: str) -> None:
    path = sources / MODULE / name
    text = path.read_text(encoding="utf-8")
    assert old in text
    path.write_text(text.replace(old, new), encoding="utf-8")


def add_criterion(sources: Sources) -> None:
    path = sources / MODULE / "rubric.toml"
    path.write_text(path.read_text(encoding="utf-8") + _NEW_CRITERION, encoding="utf-8")


def remove_criterion(sources: Sources) -> None:
    path = sources / MODULE / "rubric.toml"
    text = path.read_text(encoding="utf-8")
    path.write_text(text[: text.rindex("[[why.criteria]]")], encoding="utf-8")


def rename_prompt(sources: Sources) -> None:
    edit(sources, "prompts.toml", "[why]", '[reason]\nformerly = ["why"]')
    edit(sources, "rubric.toml", "[[why.criteria]]", "[[reason.criteria]]")
    edit(sources, f"{NOTEBOOK}.md", '"why"', '"reason"')


def add_prompt(sources: Sources) -> None:
    path = sources / MODULE / "prompts.toml"
    more = '\n[next]\nkind = "text"\ntitle = "Next"\nreach = "facilitator"\nquestion = ["What next?"]\n'
    path.write_text(path.read_text(encoding="utf-8") + more, encoding="utf-8")
    page = sources / MODULE / f"{NOTEBOOK}.md"
    cells = '\n```{code-cell}\nkith.reflection("next")\n```\n\n```{code-cell}\nkith.complete("next")\n```\n'
    page.write_text(page.read_text(encoding="utf-8") + cells, encoding="utf-8")


def add_page(sources: Sources) -> None:
    edit(sources, "module.toml", '["page"]', '["page", "more"]')
    text = (sources / MODULE / f"{NOTEBOOK}.md").read_text(encoding="utf-8")
    head = text[: text.index("# A page")]
    more = '# More\n\n```{code-cell}\nkith.reflection("next")\n```\n\n```{code-cell}\nkith.complete("next")\n```\n'
    (sources / MODULE / "more.md").write_text(head + more, encoding="utf-8")
    path = sources / MODULE / "prompts.toml"
    asked = '\n[next]\nkind = "text"\ntitle = "Next"\nreach = "facilitator"\nquestion = ["What next?"]\n'
    path.write_text(path.read_text(encoding="utf-8") + asked, encoding="utf-8")


def rename_page(sources: Sources) -> None:
    edit(sources, "module.toml", '["page"]', '["better"]')
    (sources / MODULE / f"{NOTEBOOK}.md").rename(sources / MODULE / "better.md")


def move_question(sources: Sources) -> None:
    add_page(sources)
    pages = {name: (sources / MODULE / f"{name}.md").read_text(encoding="utf-8") for name in (NOTEBOOK, "more")}
    (sources / MODULE / f"{NOTEBOOK}.md").write_text(pages[NOTEBOOK].replace('"why"', '"next"'), encoding="utf-8")
    (sources / MODULE / "more.md").write_text(pages["more"].replace('"next"', '"why"'), encoding="utf-8")


def other_pages(sources: Sources) -> None:
    add_page(sources)
    edit(sources, "module.toml", '["page", "more"]', '["more"]')


def mend_words(sources: Sources) -> None:
    edit(sources, f"{NOTEBOOK}.md", "# A page", "# A better page")
    edit(sources, "rubric.toml", "Who is better off?", "Who gains by it?")
