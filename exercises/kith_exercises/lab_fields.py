"""Fields in which things are moved: into named groups, into an order, and a choice for each row of a table.

However things lie at first, that is nobody's answer: what was not sorted has no group, and an order counts once
somebody made it or said that it is theirs.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from kith_exercises.fields import Field, Option, check_text, listed, mapping, one_of
from kith_widgets.words import say

__all__ = ["Grid", "Order", "Sort"]


@dataclass(frozen=True)
class Sort(Field):
    """Each item goes into one of the groups. In the groups named by ``because``, it can carry a line on why.

    ``claim`` is what the groups stand under, where items are sorted by what they are to it. ``tells`` is the group of
    which a cohort learns about how many put each item there.
    """

    groups: tuple[Option, ...]
    items: tuple[Option, ...]
    because: tuple[str, ...] = ()
    claim: str = ""
    tells: str = ""

    def card(self) -> dict[str, Any]:
        return {
            "id": self.id,
            "kind": "sort",
            "label": self.label,
            "groups": listed(self.groups),
            "items": listed(self.items),
            "because": list(self.because),
            "claim": self.claim,
        }

    def check(self, answer: Any) -> dict[str, Any]:
        given = mapping(answer, self.label)
        placed, why = mapping(given.get("groups"), self.label), given.get("because")
        groups = {item.id: one_of(self.groups, placed.get(item.id), item.label).id for item in self.items}
        said = {
            item.id: check_text(why.get(item.id), item.label)
            for item in self.items
            if isinstance(why, Mapping) and groups[item.id] in self.because
        }
        return {"groups": groups, "because": {id: text for id, text in said.items() if text}}

    def read(self, answer: Any) -> str:
        groups, because = answer["groups"], answer["because"]
        return "\n".join(
            say("mark", label=group.label, value=_with_reason(item.label, because.get(item.id, "")))
            for group in self.groups
            for item in self.items
            if groups[item.id] == group.id
        )


@dataclass(frozen=True)
class Order(Field):
    """The items in an order, the first of them first."""

    items: tuple[Option, ...]

    def card(self) -> dict[str, Any]:
        return {"id": self.id, "kind": "order", "label": self.label, "items": listed(self.items)}

    def check(self, answer: Any) -> list[str]:
        ids = [item.id for item in self.items]
        if not isinstance(answer, list) or len(answer) != len(ids) or any(id not in answer for id in ids):
            raise ValueError(say("unanswered", label=self.label))
        return list(answer)

    def read(self, answer: Any) -> str:
        labels = {item.id: item.label for item in self.items}
        return "\n".join(f"{place}. {labels[id]}" for place, id in enumerate(answer, 1))


@dataclass(frozen=True)
class Grid(Field):
    """One of the columns for each row."""

    rows: tuple[Option, ...]
    columns: tuple[Option, ...]

    def card(self) -> dict[str, Any]:
        return {
            "id": self.id,
            "kind": "grid",
            "label": self.label,
            "rows": listed(self.rows),
            "columns": listed(self.columns),
        }

    def check(self, answer: Any) -> dict[str, str]:
        chosen = mapping(answer, self.label)
        return {row.id: one_of(self.columns, chosen.get(row.id), row.label).id for row in self.rows}

    def read(self, answer: Any) -> str:
        return "\n".join(
            say("mark", label=row.label, value=one_of(self.columns, answer[row.id], row.label).label)
            for row in self.rows
        )


def _with_reason(what: str, why: str) -> str:
    return say("sortedBecause", what=what, why=why) if why else what
