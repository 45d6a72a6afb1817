"""A network lab as an author writes it: people with ties and what they know, and rounds that each change one thing."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from kith_exercises.errors import KithError
from kith_exercises.field_tables import read_options
from kith_exercises.fields import Option
from kith_exercises.primitives.crowds import Band, read_bands
from kith_exercises.tables import Table
from kith_exercises.webs import CHANGES, COUNTS, Change, Counts, Pair, Thing, Web

if TYPE_CHECKING:
    from kith_exercises.data import Table as Data

__all__ = ["NetworkLab", "Ours", "Round", "read_network_lab"]

#: More people than these crowd each other out of a small screen, and longer names do, too.
_MOST_PEOPLE, _LONGEST_NAME = 12, 10
_MOST_THINGS = 12


@dataclass(frozen=True)
class Round:
    """What is guessed, and of what: ``change`` None leaves the network as it is, and ``label`` asks for the change."""

    id: str
    ask: str
    counts: Counts
    change: Change | None
    label: str
    starts: tuple[str, ...]
    needs: int


@dataclass(frozen=True)
class Ours:
    """The question about one's own ties, the bands of its answers, and what is guessed of groups like ours."""

    ask: str
    bands: tuple[Band, ...]
    guess: str


@dataclass(frozen=True)
class NetworkLab:
    """A network of the makers', or of data with their ``source``; the rounds in it, and what is asked of the group."""

    web: Web
    rounds: tuple[Round, ...]
    ours: Ours
    source: str = ""


def read_network_lab(table: Table) -> NetworkLab:
    """The definition that a table holds. Raises KithError with file, line and remedy."""
    data = _data(table)
    web = _web(table, data)
    rounds = tuple(_round(each, web) for each in table.tables("rounds"))
    if not rounds or len({one.id for one in rounds}) < len(rounds):
        table.fail(f"“rounds” needs some with different ids; add [[{table.id}.rounds]]")
    ours = table.table("ours")
    if ours is None:
        table.fail(f"“ours” is missing; add a table [{table.id}.ours] with “ask”, “bands” and “guess”")
    return NetworkLab(web, rounds, _ours(ours), data.source.sentence if data else "")


def _data(table: Table) -> "Data | None":
    """The table of real ties that a definition names with “data”; None where the ties are the makers'."""
    name = table.text("data", "")
    if not name:
        return None
    from kith_exercises.data import load  # brings NumPy, which a page can do without

    try:
        found = load(name)
    except KithError as error:
        table.fail(f"“data”: {str(error).rstrip('.')}")
    if not {"one", "other"} <= {column.name for column in found.columns}:
        table.fail(f"“data”: “{name}” says nothing of who is tied to whom; name a table with “one” and “other”")
    return found


def _of_data(table: Table, data: "Data") -> tuple[tuple[Option, ...], list[list[str]]]:
    """The people that are named out of a table, and those of its ties that lie between two of them."""
    ties = [[str(row["one"]), str(row["other"])] for row in data]
    names, known = table.texts("people"), dict.fromkeys(one for tie in ties for one in tie)
    if stranger := next((name for name in names if name not in known or names.count(name) > 1), None):
        table.fail(f"“people”: “{stranger}” is not in “{data.name}”, or here twice; write some of {', '.join(known)}")
    return tuple(Option(name, name) for name in names), [tie for tie in ties if {*tie} <= {*names}]


def _web(table: Table, data: "Data | None") -> Web:
    if data is None:
        people = read_options(table, "people")
        given = table.take("ties", list, 'a list of pairs: ties = [["ana", "ben"]]')
    else:
        people, given = _of_data(table, data)
    if not 3 <= len(people) <= _MOST_PEOPLE:
        table.fail(f"“people” must be from 3 to {_MOST_PEOPLE}, and here are {len(people)}; take some out or in")
    long = next((person.label for person in people if len(person.label) > _LONGEST_NAME), None)
    if long is not None:
        table.fail(f"“{long}” has no room in the picture; take a name of at most {_LONGEST_NAME} letters")
    ids = [person.id for person in people]
    found: list[Pair] = []
    for tie in given:
        if not isinstance(tie, list) or len(tie) != 2 or len({*map(str, tie)}) < 2 or not all(id in ids for id in tie):
            table.fail(f"“ties”: {tie} is no pair of two different people; write two ids out of {', '.join(ids)}")
        if any({*tie} == {*other} for other in found):
            table.fail(f"“ties”: {tie} is there twice; take one out")
        found.append((tie[0], tie[1]))
    things = tuple(_thing(each, ids) for each in table.tables("things", []))
    if len(things) > _MOST_THINGS:
        table.fail(f"“things” must be at most {_MOST_THINGS}, and here are {len(things)}; take some out")
    return Web(people, tuple(found), things)


def _thing(table: Table, ids: Sequence[str]) -> Thing:
    found = Thing(table.text("label"), _people(table, "by", ids))
    table.done()
    return found


def _round(table: Table, web: Web) -> Round:
    ids = [person.id for person in web.people]
    counts, change = table.text("counts"), table.text("change", None)
    if counts not in COUNTS:
        table.fail(f"“counts” must be one of {', '.join(COUNTS)}; it says what is guessed")
    if change is not None and change not in CHANGES:
        table.fail(f"“change” must be one of {', '.join(CHANGES)}; leave it out where nothing changes")
    runs = counts in ("heard", "steps")
    if not runs and not web.things:
        table.fail(f"“counts” is {counts}, and nobody knows anything; add [[{table.id}.things]] with “label” and “by”")
    if change == "add" and len(web.ties) == len(ids) * (len(ids) - 1) // 2:
        table.fail("“change” is add, and everybody knows everybody; take a tie out, or let somebody leave")
    if change == "move" and not 0 < len(web.ties) < len(ids) * (len(ids) - 1) // 2:
        table.fail("“change” is move, and no tie can go elsewhere; write some “ties”, but not all there could be")
    found = Round(
        id=table.text("id"),
        ask=table.text("ask"),
        counts=counts,
        change=change,
        label=table.text("label") if change else "",
        starts=_people(table, "starts", ids) if runs else (),
        needs=table.whole("needs", 1, len(ids) - 1, 1) if runs else 1,
    )
    if not re.fullmatch(r"[a-z0-9-]+", found.id):
        table.fail("“id” takes small letters, digits and hyphens; write it so")
    table.done()
    return found


def _people(table: Table, key: str, ids: Sequence[str]) -> tuple[str, ...]:
    found = table.texts(key)
    stranger = next((id for id in found if id not in ids), None)
    if stranger is not None or not found or len({*found}) < len(found):
        who = f"“{stranger}” is not" if stranger is not None else "it must name somebody, each once, who is"
        table.fail(f"“{key}”: {who} in the network; write ids out of {', '.join(ids)}")
    return found


def _ours(table: Table) -> Ours:
    ask, guess = table.text("ask"), table.text("guess")
    given = table.take("bands", list, "a list of bands: bands = [[0, 0], [1, 2], [3, 5], [6, -1]]")
    try:
        bands = read_bands(given)
    except ValueError as error:
        table.fail(f"“bands”: {error}")
    if any(band.low is None for band in bands):
        table.fail("“bands”: everybody knows some number of people, so take [] out")
    table.done()
    return Ours(ask, bands, guess)
