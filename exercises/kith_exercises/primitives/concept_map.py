"""A concept map, drawn twice: before something was met and after it; then both beside each other, and what changed.

The second map is drawn without the first in sight. What is held against each other, the browser finds in the two
answers; no scene has a word of them. There is no key to a map, so nothing is counted right or wrong.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from kith_exercises.field_tables import read_options
from kith_exercises.fields import Option, Text
from kith_exercises.map_fields import ConceptMap
from kith_exercises.primitives import scenes
from kith_exercises.primitives.behind_word import behind_word
from kith_exercises.primitives.primitive import Primitive, Scene, Step
from kith_exercises.records import Reach
from kith_exercises.tables import Table
from kith_widgets.words import say

if TYPE_CHECKING:
    from kith_exercises.definitions import Activity

__all__ = ["AFTER", "BEFORE", "CONCEPT_MAP", "FIELD", "Maps"]

#: The two parts, each of which is the step in which its map is drawn, and the field that it is drawn in.
BEFORE, AFTER, FIELD = "before", "after", "map"

_REACHES: tuple[Reach, ...] = ("facilitator", "mine")
#: With fewer there is little to link; more do not lie apart from each other in the width of a page.
_FEWEST, _MOST, _MOST_OWN = 3, 12, 6
#: A concept is a word or a few, and so is what a link says: longer ones do not stand in a picture.
_LONGEST = 40


@dataclass(frozen=True)
class Maps:
    """What a map is about, its concepts and words for its links, and what stands above each of the two."""

    question: str
    concepts: tuple[Option, ...]
    says: tuple[str, ...]
    own: int
    above: tuple[tuple[str, ...], tuple[str, ...]]


def _read(table: Table) -> Maps:
    return Maps(
        question=table.text("question"),
        concepts=_concepts(table),
        says=_says(table),
        own=table.whole("own", 0, _MOST_OWN, 0),
        above=(table.texts(BEFORE, ()), table.texts(AFTER, ())),
    )


def _concepts(table: Table) -> tuple[Option, ...]:
    found = read_options(table, "concepts")
    if not _FEWEST <= len(found) <= _MOST:
        table.fail(
            f"“concepts” must be from {_FEWEST} to {_MOST}, and here are {len(found)}; take the ones that matter"
        )
    _refuse_long(table, "concepts", [one.label for one in found])
    if any(one.id.startswith("own-") for one in found):
        table.fail("“concepts” has an id that begins with “own-”, as those of learners do; rename it")
    return found


def _says(table: Table) -> tuple[str, ...]:
    found = table.texts("links", ())
    if len(set(found)) < len(found) or not all(one.strip() for one in found):
        table.fail('“links” must be different words that a link can say: links = ["leads to", "needs"]')
    _refuse_long(table, "links", found)
    return found


def _refuse_long(table: Table, key: str, words: Sequence[str]) -> None:
    long = next((one for one in words if len(one) > _LONGEST), None)
    if long is not None:
        table.fail(f"“{long}” in “{key}” is longer than {_LONGEST} characters; say it in a word or a few")


def _steps(activity: "Activity") -> tuple[Step, ...]:
    spec: Maps = activity.spec
    field = ConceptMap(FIELD, spec.question, None, spec.concepts, spec.says, spec.own)
    account = Text("account", activity.explain or say("mapAccount"), None, None, optional=False)
    before, after = spec.above
    return (
        Step(BEFORE, BEFORE, (field,), "skip", before=lambda _: _told(before)),
        *behind_word(
            Step(AFTER, AFTER, (field,), "skip", before=lambda _: _told(after), scene=lambda _: [_both()]),
            say("mapShowChanged"),
        ),
        Step("account", AFTER, (account,), "skip", button=say("keepWhatOfIt"), after=(AFTER,), given=(BEFORE,)),
    )


def _told(paragraphs: tuple[str, ...]) -> list[Scene]:
    return [scenes.text("", paragraphs)] if paragraphs else []


def _both() -> Scene:
    """Both maps, as places of answers, and what is said where there is no first one to hold the second against."""
    alone = {"title": say("mapNoneBefore"), "sentence": say("mapNoneBeforeWhy")}
    return {"kind": "maps", "title": say("mapChanged"), "of": [[BEFORE, FIELD], [AFTER, FIELD]], "without": alone}


CONCEPT_MAP = Primitive(
    kind="concept-map",
    bundle="map",
    read=_read,
    steps=_steps,
    parts=(BEFORE, AFTER),
    forms=("alone",),
    reaches=_REACHES,
)
