"""What got in learners' way, moved on: how many met it, how far it is, and one public line for everybody."""

from collections.abc import Iterator, Mapping
from dataclasses import asdict, dataclass
from datetime import datetime
from pathlib import Path

from kith_exercises import KithError, log
from kith_exercises.definitions import load_prompts, renamed
from kith_exercises.moves import STATES, Move, move_of
from kith_exercises.snags import PAGE, Snag, kind_of, snags_in
from kith_facilitator.collected import collected
from kith_facilitator.course.model import Course, Module
from kith_facilitator.files import files_like
from kith_facilitator.home import Home
from kith_widgets.answering import iso
from kith_widgets.words import say

__all__ = ["Board", "board_of", "move_on", "moved", "unseen"]

#: Below so many people no number is told.
_FEW = 5


@dataclass(frozen=True)
class Board:
    """What got in the way in one module: the title of each place, and by place what was said there by how many."""

    titles: Mapping[str, str]
    snags: Mapping[str, tuple[Snag, ...]]
    people: Mapping[str, int]
    moves: tuple[Move, ...]
    new: Mapping[str, int]

    def many(self, where: str) -> str:
        """How many met what is there, by a number that tells of nobody; "" for a few."""
        return _told(self.people[where])

    def sentences(self) -> Iterator[str]:
        """A line for each place, with nobody's name."""
        for where, found in self.snags.items():
            kinds = sorted({kind_of(one) for one in found if one.kind})
            last = next((one for one in reversed(self.moves) if one.where == where), None)
            state = f"{last.state}, {last.line}" if last else "open"
            waits = f", {self.new[where]} not looked at yet" if self.new[where] else ""
            many = self.many(where) or "a few"
            yield f"{where} ({self.titles[where]}): {many}{waits}; {', '.join(kinds)}; {state}"
        if not self.snags:
            yield "Nothing got in anybody's way, as far as was collected."


def board_of(home: Home, module: Module) -> Board:
    """What was collected of it."""
    prompts = load_prompts(module.folder / "prompts.toml")
    titles = {**{id: prompt.title for id, prompt in prompts.items()}, PAGE: say("snagPage")}
    names, found, people = renamed(prompts), dict[str, list[Snag]](), dict[str, set[str]]()
    for path in files_like(home.course / "submitted", f"*/{module.name}/responses/*.jsonl"):
        for one in snags_in(collected(path, {}).records, {*titles, *names}):
            where = names.get(one.where, one.where)
            found.setdefault(where, []).append(one)
            people.setdefault(where, set()).add(path.parts[-4])
    seen = _seen(home, module.name)
    return Board(
        titles,
        {where: tuple(found[where]) for where in titles if where in found},
        {where: len(who) for where, who in people.items()},
        tuple(one for one in moved(home) if one.module == module.name),
        {where: sum(_mark(one) not in seen.get(where, ()) for one in snags) for where, snags in found.items()},
    )


def move_on(home: Home, course: Course, module: str, where: str, state: str, line: str, *, now: datetime) -> Move:
    """Say in public how far it is with what got in the way somewhere. Raises KithError where nothing did.

    All that was said there by now counts as looked at. Nothing is ever taken out: a further word stands below.
    """
    from kith_facilitator.agree import announce  # which tells of moves too

    board = board_of(home, course.module(module))
    if where not in board.snags:
        known = ", ".join(board.snags) or "nothing yet"
        raise KithError(f"Nothing got in anybody's way at “{where}” of {module}. What did: {known}. Nothing was kept.")
    if state not in STATES:
        raise KithError(f"“{state}” says nothing of how far it is. Say one of: {', '.join(STATES)}. Nothing was kept.")
    if not line.strip():
        raise KithError("The line for everybody is empty. Write one sentence on what was done. Nothing was kept.")
    move = Move(module, where, board.titles[where], _told(board.people[where]), state, " ".join(line.split()), iso(now))
    entry = {**asdict(move), "seen": sorted(map(_mark, board.snags[where]))}
    log.append(_path(home), log.encode(entry))
    announce(home, course)
    return move


def moved(home: Home) -> tuple[Move, ...]:
    """All that was said in public, oldest first."""
    return tuple(move for one in log.read(_path(home)).entries if (move := move_of(one)) is not None)


def unseen(home: Home, module: str, snags: list[Snag]) -> list[Snag]:
    """Those of which nothing was said yet."""
    seen = _seen(home, module)
    return [one for one in snags if _mark(one) not in seen.get(one.where, ())]


def _seen(home: Home, module: str) -> dict[str, set[str]]:
    """By place, what lay there when somebody last said how far it is."""
    found: dict[str, set[str]] = {}
    for one in log.read(_path(home)).entries:
        if one.get("module") == module and isinstance(one.get("seen"), list):
            found.setdefault(str(one.get("where")), set()).update(map(str, one["seen"]))
    return found


def _mark(snag: Snag) -> str:
    """What is known again: when it was said, and of which kind. It names nobody, and holds none of their words."""
    return f"{snag.at} {snag.kind}"


def _told(people: int) -> str:
    from kith_exercises.privacy import Band  # brings NumPy, and grading, which tells learners of moves, counts nobody

    return str(Band.around(people)) if people >= _FEW else ""


def _path(home: Home) -> Path:
    return home.course / ".kith" / "snags.jsonl"
