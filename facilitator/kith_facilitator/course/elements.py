"""What the texts behind a course ask for, element by element, and where in the course it is done: ``elements.toml``."""

import tomllib
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from kith_exercises.definitions import Activity, Prompt, load_prompts
from kith_exercises.errors import KithError
from kith_facilitator.course.model import Course

__all__ = ["Element", "asked_in", "load_elements"]

_TEXTS = ("id", "source", "section", "title", "says")


@dataclass(frozen=True)
class Element:
    """One thing that a text asks for: what it says in our words, where, and what of the course does it.

    ``activities`` name a module and its question; ``planned`` says where the rest is to come. Why nothing
    measures it, though it is done, stands in ``unmeasured``.
    """

    id: str
    source: str
    section: str
    title: str
    says: str
    activities: tuple[str, ...] = ()
    measures: tuple[str, ...] = ()
    unmeasured: str = ""
    planned: str = ""


def load_elements(course: Course) -> tuple[Element, ...]:
    """The elements in their order. Raises KithError where the file, or what it names, is not there.

    An activity that names its elements itself (``elements`` in ``prompts.toml``) is named by these here, too.
    """
    path = course.folder / "elements.toml"
    try:
        tables = tomllib.loads(path.read_text(encoding="utf-8")).get("elements", [])
    except (OSError, tomllib.TOMLDecodeError) as error:
        raise KithError(f"{path} can't be read: {error}.") from None
    elements = tuple(_element(path, table) for table in tables)
    for slip in _slips(elements, asked_in(course)):
        raise KithError(f"{path}: {slip}")
    return elements


def asked_in(course: Course) -> dict[str, Prompt]:
    """Every question of a course, by its module and id: ``"1-empathy/story"``."""
    return {
        f"{module.name}/{id}": prompt
        for module in course.modules
        for id, prompt in load_prompts(module.folder / "prompts.toml").items()
    }


def _element(path: Path, table: dict[str, Any]) -> Element:
    lacking = [key for key in _TEXTS if not isinstance(table.get(key), str) or not table[key]]
    strange = sorted(table.keys() - {*_TEXTS, "activities", "measures", "unmeasured", "planned"})
    if lacking or strange:
        what = f"lacks “{lacking[0]}”" if lacking else f"has “{strange[0]}”, which nothing reads"
        raise KithError(f"{path}: the element “{table.get('id', '?')}” {what}.")
    return Element(
        id=table["id"],
        source=table["source"],
        section=table["section"],
        title=table["title"],
        says=table["says"],
        activities=tuple(table.get("activities", ())),
        measures=tuple(table.get("measures", ())),
        unmeasured=str(table.get("unmeasured", "")),
        planned=str(table.get("planned", "")),
    )


def _slips(elements: tuple[Element, ...], asked: dict[str, Prompt]) -> Iterator[str]:
    by_id = {one.id: one for one in elements}
    if len(by_id) < len(elements):
        yield "two elements have one id; each needs its own."
    for one in elements:
        if not one.activities and not one.planned:
            yield f"“{one.id}” has neither activities nor a place where it is planned."
        if one.activities and bool(one.measures) == bool(one.unmeasured):
            yield f"“{one.id}” needs either “measures” or, in “unmeasured”, why there are none."
        for name in one.activities:
            if name not in asked:
                yield f"“{one.id}” names “{name}”, which no module asks; mend the name."
    for name, prompt in asked.items():
        for id in prompt.elements if isinstance(prompt, Activity) else ():
            if id not in by_id or name not in by_id[id].activities:
                yield f"“{name}” says that it does “{id}”; name it in the activities of that element."
