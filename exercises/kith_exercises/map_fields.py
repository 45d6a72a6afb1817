"""A field that is answered by a map: concepts, and links between them that each say something.

A map carries its concepts' words with it, so that it reads as it was drawn whatever the author makes of the list later.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from kith_exercises.fields import Field, Option, check_text, listed, mapping
from kith_widgets.words import say

__all__ = ["ConceptMap"]

#: More than this nobody draws by hand.
_MOST_CONCEPTS = 60
_MOST_LINKS = 200


@dataclass(frozen=True)
class ConceptMap(Field):
    """Links between concepts, from one to another, each with what it says; own concepts up to ``extra``.

    ``says`` are words for a link that are offered and can be left.
    """

    concepts: tuple[Option, ...]
    says: tuple[str, ...] = ()
    extra: int = 0

    def card(self) -> dict[str, Any]:
        return {
            "id": self.id,
            "kind": "map",
            "label": self.label,
            "concepts": listed(self.concepts),
            "says": list(self.says),
            "extra": self.extra,
        }

    def check(self, answer: Any) -> dict[str, Any]:
        given = mapping(answer, self.label)
        links = [self._link(one) for one in self._list(given.get("links"), _MOST_LINKS)]
        if not links:
            raise ValueError(say("unanswered", label=self.label))
        written = {option.id: option.label for option in self.concepts}
        named: dict[str, str] = {}
        for one in self._list(given.get("concepts", []), _MOST_CONCEPTS):
            id, label = (one.get("id"), one.get("label")) if isinstance(one, Mapping) else (None, None)
            if id and isinstance(id, str) and isinstance(label, str):
                named.setdefault(id, check_text(label, self.label))
        for id in (end for link in links for end in (link["from"], link["to"])):
            named.setdefault(id, written.get(id, id))
        return {
            "concepts": [{"id": id, "label": label} for id, label in named.items()],
            "links": links,
            "places": dict(_places(given.get("places"), named)),
        }

    def read(self, answer: Any) -> str:
        labels = {one["id"]: one["label"] for one in answer["concepts"]}
        linked = {link[end] for link in answer["links"] for end in ("from", "to")}
        given = {option.id for option in self.concepts}
        alone = [label for id, label in labels.items() if id not in linked and id not in given]
        return "\n".join(
            [*(f"{labels[one['from']]} – {one['says']} – {labels[one['to']]}" for one in answer["links"]), *alone]
        )

    def propositions(self, answer: Any) -> tuple[tuple[str, str, str], ...]:
        """What a checked map says, link by link: from, says, to. The author's concepts by their words of today."""
        labels = {one["id"]: one["label"] for one in answer["concepts"]}
        labels |= {option.id: option.label for option in self.concepts}
        return tuple((labels[one["from"]], one["says"], labels[one["to"]]) for one in answer["links"])

    def _link(self, link: Any) -> dict[str, str]:
        given = mapping(link, self.label)
        ends, says = (given.get("from"), given.get("to")), check_text(given.get("says"), self.label)
        if not says.strip() or not all(end and isinstance(end, str) for end in ends):
            raise ValueError(say("unanswered", label=self.label))
        return {"from": ends[0], "says": says, "to": ends[1]}  # type: ignore[dict-item]  # both are texts

    def _list(self, found: Any, most: int) -> list[Any]:
        if not isinstance(found, list) or len(found) > most:
            raise ValueError(say("unanswered", label=self.label))
        return found


def _places(found: Any, named: Mapping[str, str]) -> Iterator[tuple[str, list[float]]]:
    """Where concepts were put, across and down in hundredths of the field; what was never moved has no place."""
    for id, place in found.items() if isinstance(found, Mapping) else ():
        if id in named and isinstance(place, list) and len(place) == 2 and all(map(_is_share, place)):
            yield id, place


def _is_share(at: Any) -> bool:
    return isinstance(at, int | float) and not isinstance(at, bool) and 0 <= at <= 100
