"""A small network with names: who knows whom, who knows what, one change in it, and how news runs through.

*Rule.* Those who begin have it. In each step everybody who knows at least ``needs`` of those who have it gets it too,
all at once, and nobody gives it up: with 1 a simple contagion, with more a complex one (D. Centola and M. Macy 2007,
Complex contagions and the weakness of long ties, American Journal of Sociology 113, 702-734).
`kith_exercises.models.contagion` has it for thousands; here each tie is drawn, and a browser runs the same rule on
the change that its reader made (``widgets/src/network/model.ts``).
"""

from collections.abc import Collection, Mapping
from dataclasses import dataclass, replace
from inspect import getsource
from typing import Any, Literal, get_args

from kith_exercises.fields import Option, listed

__all__ = ["CHANGES", "COUNTS", "Change", "Counts", "Pair", "Thing", "Web", "changed", "counted", "rule_of", "run"]

#: Two people, by their ids.
Pair = tuple[str, str]
#: One change: a tie more, a tie that goes elsewhere, somebody who leaves.
Change = Literal["add", "move", "leave"]
CHANGES: tuple[Change, ...] = get_args(Change)
#: How many have it in the end; after how many steps; how many things nobody, or one alone, knows.
Counts = Literal["heard", "steps", "lost", "alone"]
COUNTS: tuple[Counts, ...] = get_args(Counts)


@dataclass(frozen=True)
class Thing:
    """Something that can be known, and who knows it."""

    label: str
    by: tuple[str, ...]


@dataclass(frozen=True)
class Web:
    """People, the ties between them, and what they know."""

    people: tuple[Option, ...]
    ties: tuple[Pair, ...]
    things: tuple[Thing, ...] = ()

    def card(self) -> dict[str, Any]:
        """The network as a widget draws it."""
        return {
            "people": listed(self.people),
            "ties": [list(tie) for tie in self.ties],
            "things": [{"label": thing.label, "by": list(thing.by)} for thing in self.things],
        }

    def tie(self, one: str, other: str) -> Pair | None:
        """The tie between two people, as it was written down; None where there is none."""
        return next((tie for tie in self.ties if set(tie) == {one, other}), None)

    def known(self, person: str) -> frozenset[str]:
        """Whom somebody knows."""
        return frozenset(one for tie in self.ties if person in tie for one in tie if one != person)


def changed(web: Web, change: Mapping[str, Any]) -> Web:
    """The network once something in it has changed; who left is in it no more, and holds nothing."""
    cut, add, out = set(change.get("cut", ())), change.get("add"), change.get("out")
    ties = [tie for tie in web.ties if set(tie) != cut] + ([(add[0], add[1])] if add else [])
    return replace(
        web,
        people=tuple(person for person in web.people if person.id != out),
        ties=tuple(tie for tie in ties if out not in tie),
        things=tuple(Thing(thing.label, tuple(id for id in thing.by if id != out)) for thing in web.things),
    )


def run(web: Web, starts: Collection[str], needs: int = 1) -> dict[str, int]:
    """In which step each has it, those who begin in step 0; who never has it is not there."""
    ids = [person.id for person in web.people]
    known, has = {id: web.known(id) for id in ids}, {id: 0 for id in ids if id in starts}
    step = 0
    while fresh := [id for id in ids if id not in has and len(known[id] & has.keys()) >= needs]:
        step += 1
        has |= dict.fromkeys(fresh, step)
    return has


def counted(web: Web, counts: Counts, starts: Collection[str] = (), needs: int = 1) -> int:
    """What was asked for, counted."""
    if counts in ("lost", "alone"):
        return sum(len(thing.by) == (1 if counts == "alone" else 0) for thing in web.things)
    has = run(web, starts, needs)
    return len(has) if counts == "heard" else max(has.values(), default=0)


def rule_of(counts: Counts) -> str:
    """The rule by which this comes, as it is written."""
    return getsource(counted if counts in ("lost", "alone") else run).rstrip()
