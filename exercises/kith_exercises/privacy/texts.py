"""Texts that their authors offered: shown together, from more people on than scores, and in no order of theirs."""

from collections.abc import Mapping
from dataclasses import InitVar, dataclass
from typing import Any

from kith_exercises.inputs import by_name
from kith_exercises.privacy import reasons
from kith_exercises.privacy._gate import GATE
from kith_exercises.privacy.bands import Band
from kith_exercises.privacy.figures import Withheld
from kith_exercises.privacy.thresholds import Thresholds

__all__ = ["Texts", "release_texts"]


@dataclass(frozen=True)
class Texts:
    """Texts in the order of the alphabet, and the band of their authors."""

    texts: tuple[str, ...]
    people: Band
    _gate: InitVar[object] = None

    def __post_init__(self, _gate: object) -> None:
        if _gate is not GATE:
            raise TypeError("Texts come from release_texts(offered), so that none stands among too few")

    def to_json(self) -> dict[str, Any]:
        """The texts as they are kept in a file."""
        return {"texts": list(self.texts), "people": self.people.to_json()}


def release_texts(offered: Mapping[str, str], *, thresholds: Thresholds | None = None) -> Texts | Withheld:
    """What people (by name) offered to be read without their names, or why it is withheld.

    Style and content can still tell an author, so only texts belong here that were offered one by one, with a preview.
    """
    thresholds = Thresholds.or_usual(thresholds)
    by_name("offered", offered, str)
    texts = sorted(text for text in offered.values() if text.strip())
    if len(texts) < thresholds.people("text"):
        return reasons.too_few(thresholds, "text")
    if len(texts) - max(map(texts.count, texts)) < 2:
        return reasons.alike()
    return Texts(tuple(texts), Band.around(len(texts)), GATE)
