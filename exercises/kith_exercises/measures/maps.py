"""What changed between two maps of concepts that one person drew: counted link by link, not sampled.

A link that joins the same two concepts in the same direction and says something else is told anew, neither added nor
taken away. Capitals and spaces make no difference.
"""

import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass

from kith_exercises.errors import OutOfRange
from kith_exercises.inputs import several

__all__ = ["MapChange", "Proposition", "map_change"]

#: From a concept, by what a link says, to a concept.
Proposition = tuple[str, str, str]


@dataclass(frozen=True)
class MapChange:
    """The links that stayed, came, went, and those that join the same two concepts and say something else now."""

    kept: tuple[Proposition, ...]
    added: tuple[Proposition, ...]
    removed: tuple[Proposition, ...]
    retold: tuple[tuple[Proposition, Proposition], ...]

    @property
    def sentence(self) -> str:
        """The four counts in words."""
        links = len(self.kept) + len(self.removed) + len(self.retold)
        return (
            f"Of {links} {'link' if links == 1 else 'links'} in the first map, {len(self.kept)} stayed, "
            f"{len(self.retold)} {'says' if len(self.retold) == 1 else 'say'} something else and "
            f"{len(self.removed)} {'is' if len(self.removed) == 1 else 'are'} gone; {len(self.added)} came."
        )


def map_change(before: Sequence[Proposition], after: Sequence[Proposition]) -> MapChange:
    """What became of each link of ``before`` in ``after``, and what is new there: each told once, by the alphabet."""
    then, now = _told_once("before", before), _told_once("after", after)
    kept = tuple(link for key, link in now.items() if key in then)
    gone = {key: link for key, link in then.items() if key not in now}
    came = {key: link for key, link in now.items() if key not in then}
    retold = []
    for key in list(gone):
        other = next((one for one in came if (one[0], one[2]) == (key[0], key[2])), None)
        if other is not None:
            retold.append((gone.pop(key), came.pop(other)))
    return MapChange(kept, tuple(came.values()), tuple(gone.values()), tuple(retold))


def _told_once(parameter: str, links: Sequence[Proposition]) -> dict[Proposition, Proposition]:
    several(parameter, links)
    for link in links:
        if not isinstance(link, Sequence) or [isinstance(part, str) for part in link] != [True] * 3:
            raise OutOfRange(parameter, link, "three texts: from, says, to")
    found: dict[Proposition, Proposition] = {}
    for start, says, end in sorted(map(tuple, links)):
        found.setdefault((_folded(start), _folded(says), _folded(end)), (start, says, end))
    return found


def _folded(text: str) -> str:
    return re.sub(r"\s+", " ", unicodedata.normalize("NFC", text).lower()).strip()
