"""A talk as its author writes it down: turns, what somebody else says in each, and the lines that lead on.

    # noon
    I waited for your notes until noon. What happened?
    ? How would you say it to her?
    > I was stuck, and did not want to show it. -> stuck
    > It was only two hours. -> hours

    # hours
    Two hours in which twelve people sat there.
    -> end

It begins with the first turn, goes on by the line that is chosen, and always comes to an end: a slip is named with
its line.
"""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import NoReturn

from kith_exercises.primitives.slips import said_twice
from kith_exercises.tables import Table

__all__ = ["Line", "Talk", "Turn", "read_talk"]

_KEY, _END = "talk", "end"
#: On one way, and on all ways together: what is longer is two talks.
_TURNS, _ANSWERS = 8, 40
_LINES = (2, 5)
#: Characters of what the other says in one turn, and of one line.
_SAYS, _LINE = 600, 200


@dataclass(frozen=True)
class Line:
    """What can be said, and the turn that it leads to; ``n`` is where it stands, from 1."""

    words: str
    to: str
    n: int


@dataclass
class Turn:
    """What the other says, what asks for own words (or nothing), and the lines to choose from; none, and it ends."""

    name: str
    n: int
    says: str = ""
    own: str = ""
    lines: list[Line] = field(default_factory=list)
    ends: bool = False


@dataclass(frozen=True)
class Talk:
    """The turns by their names, in their order."""

    turns: Mapping[str, Turn]

    @property
    def first(self) -> Turn:
        """Where it begins."""
        return next(iter(self.turns.values()))

    def after(self, line: Line) -> Turn:
        """What a line leads to."""
        return self.turns[line.to]


def read_talk(table: Table) -> Talk:
    """The text under ``talk``. Raises KithError with file, line and remedy."""
    return _Reading(table).talk()


def _whole_lines(text: str) -> list[tuple[int, str]]:
    """Each line with its number (from 1); what can be said goes on below until it leads somewhere."""
    found: list[tuple[int, str]] = []
    for n, words in enumerate(map(str.strip, text.splitlines()), 1):
        goes_on = found and found[-1][1].startswith(">") and "->" not in found[-1][1]
        if goes_on and words and not words.startswith(("#", ">", "?")):
            found[-1] = found[-1][0], f"{found[-1][1]} {words}"
        else:
            found.append((n, words))
    return found


class _Reading:
    """One text, read line by line and then looked over as a whole."""

    def __init__(self, table: Table) -> None:
        self._table = table
        self._text: str = table.text(_KEY, "")
        self._turns: dict[str, Turn] = {}

    def talk(self) -> Talk:
        self._read()
        if not self._turns:
            self._fail(1, f"“{_KEY}” is empty; write “# name” and under it what is said first")
        if len(self._turns) > _ANSWERS + 1:  # each but the first is an answer, on one way at least
            self._fail(1, f"it has {len(self._turns)} turns; shorten it to {_ANSWERS + 1}, or make two talks of it")
        for turn in self._turns.values():
            self._check(turn)
        if self._first.ends:
            self._fail(self._first.n, "the first turn ends the talk; write lines under it, such as “> Yes. -> name”")
        self._refuse_loops()
        self._refuse_unreached()
        self._refuse_long()
        return Talk(self._turns)

    # Line by line

    def _read(self) -> None:
        turn: Turn | None = None
        for n, words in _whole_lines(self._text):
            if words.startswith("#"):
                turn = self._opened(words[1:].strip(), n)
            elif turn is not None:
                self._add(turn, words, n)
            elif words:
                self._fail(n, "this stands in no turn; write “# name” above it")

    def _opened(self, name: str, n: int) -> Turn:
        if not re.fullmatch(r"\w[\w-]*", name) or name == _END:
            self._fail(n, f"“# {name}” names no turn; write one word behind “#”, other than “{_END}”")
        if name in self._turns:
            self._fail(n, f"there is a turn “{name}” above, in line {self._line_of(self._turns[name].n)}; rename one")
        self._turns[name] = Turn(name, n)
        return self._turns[name]

    def _add(self, turn: Turn, words: str, n: int) -> None:
        if words.startswith(">"):
            said, arrow, to = words[1:].rpartition("->")
            if not arrow or not to.strip():
                self._fail(n, f"“{words[:40]}” leads nowhere; write “-> name” behind it")
            turn.lines.append(Line(said.strip(), to.strip(), n))
        elif re.fullmatch(rf"->\s*{_END}", words):
            turn.ends = True
        elif words and (turn.lines or turn.ends):
            self._fail(n, f"“{words[:40]}” stands behind what leads on from “{turn.name}”; write it above that")
        elif not words.startswith("?"):
            turn.says += f" {words}" if words else "\n"
        elif turn.own:
            self._fail(n, f"“{turn.name}” asks for own words twice; write one line that begins with “?”")
        else:
            turn.own = words[1:].strip()

    # As a whole

    @property
    def _first(self) -> Turn:
        return next(iter(self._turns.values()))

    def _check(self, turn: Turn) -> None:
        turn.says = re.sub(r"\s*\n\s*", "\n\n", turn.says.strip())
        name = f"“{turn.name}”"
        if not turn.says:
            self._fail(turn.n, f"in {name} nobody says anything; write it under “# {turn.name}”")
        if len(turn.says) > _SAYS:
            self._fail(turn.n, f"what is said in {name} is {len(turn.says)} characters long, and {_SAYS} is much to "
                               "hear at once; shorten it, or make two turns of it")  # fmt: skip
        if turn.ends and (turn.lines or turn.own):
            self._fail(turn.n, f"{name} ends the talk and goes on; take out “-> {_END}”, or the lines")
        if not turn.ends and not turn.lines:
            self._fail(turn.n, f"{name} is a dead end; write lines under it, or “-> {_END}” where the talk is over")
        if turn.lines and not _LINES[0] <= len(turn.lines) <= _LINES[1]:
            self._fail(turn.n, f"{name} has {len(turn.lines)} lines to choose from; write {_LINES[0]} to {_LINES[1]}")
        for line in turn.lines:
            self._check_line(line)
        for later, _ in said_twice([line.words for line in turn.lines]):
            self._fail(turn.lines[later].n, f"{name} has this line above already; say something else")

    def _check_line(self, line: Line) -> None:
        if not line.words:
            self._fail(line.n, "this line has no words; write what can be said before “->”")
        if len(line.words) > _LINE:
            self._fail(line.n, f"this line is {len(line.words)} characters long; shorten it to {_LINE}")
        if line.to not in self._turns:
            remedy = f"write “# {line.to}” below, or one of {', '.join(self._turns)}"
            if line.to == _END:
                remedy = f"lead to a turn in which the other has the last word, and write “-> {_END}” there"
            self._fail(line.n, f"there is no turn “{line.to}”; {remedy}")

    def _refuse_loops(self) -> None:
        """Refuse a line by which a talk could come back to where it was."""
        done: set[str] = set()

        def follow(name: str, way: tuple[str, ...]) -> None:
            for line in self._turns[name].lines:
                if line.to in way:
                    round = " -> ".join((*way[way.index(line.to) :], line.to))
                    self._fail(line.n, f"this leads back ({round}), and so the talk may never end; lead on to a turn "
                                       "further down")  # fmt: skip
                if line.to not in done:
                    follow(line.to, (*way, line.to))
            done.add(name)

        for name in self._turns:
            follow(name, (name,))

    def _refuse_unreached(self) -> None:
        reached, found = set[str](), [self._first.name]
        while found:
            name = found.pop()
            reached.add(name)
            found += [line.to for line in self._turns[name].lines if line.to not in reached]
        for turn in self._turns.values():
            if turn.name not in reached:
                self._fail(turn.n, f"no line leads to “{turn.name}”; write “-> {turn.name}” behind one, or take it out")

    def _refuse_long(self) -> None:
        longest: dict[str, int] = {}
        answers: dict[str, int] = {}
        for turn in self._backwards(self._first, set()):
            longest[turn.name] = max((1 + longest[line.to] for line in turn.lines), default=0)
            answers[turn.name] = sum(1 + answers[line.to] for line in turn.lines)
        name = self._first.name
        if longest[name] > _TURNS:
            self._fail(self._first.n, f"one way through has {longest[name]} turns; shorten it to {_TURNS}, or make two "
                                      "talks of it")  # fmt: skip
        if answers[name] > _ANSWERS:
            self._fail(self._first.n, f"all ways together have {answers[name]} answers, and a turn counts on each way "
                                      f"that leads to it; shorten them to {_ANSWERS}")  # fmt: skip

    def _backwards(self, turn: Turn, met: set[str]) -> Iterator[Turn]:
        """Each turn behind those that it leads to."""
        met.add(turn.name)
        for line in turn.lines:
            if line.to not in met:
                yield from self._backwards(self._turns[line.to], met)
        yield turn

    def _line_of(self, n: int) -> int:
        return self._table.line_in(_KEY, n)

    def _fail(self, n: int, what: str) -> NoReturn:
        self._table.fail(what, line=self._line_of(n))
