"""A table for one: the other seats follow a rule that is shown, so nobody pretends to be somebody.

After each move one of the other seats, in turn, says a card that is drawn from its hand by lot, said before or not.
Asked what only it knows, a seat says one of its single cards, each time another. What it says depends on nothing else,
so the whole table is drawn once and plays on a page without a kernel too.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from types import MappingProxyType

from kith_exercises.primitives._lot import drawn
from kith_exercises.primitives.hidden_profile import Profile, hands

__all__ = ["MINE", "PROPOSE", "Table", "Turn", "ask", "lay", "missing", "spent", "turns"]

#: Say a card that only I hold; and propose to decide, which ends the talk.
MINE, PROPOSE = "mine", "propose"


def ask(seat: int) -> str:
    """The move of asking a seat what only it knows."""
    return f"ask-{seat}"


def missing(place: int) -> str:
    """The move of asking who is not in the room, and naming the one at this place (from 0) of those who are not."""
    return f"missing-{place}"


@dataclass(frozen=True)
class Table:
    """What each move brings, card by card as often as it is made, and what the others say by themselves, by turn."""

    by_move: Mapping[str, tuple[str, ...]]
    others: tuple[tuple[int, str], ...]


@dataclass(frozen=True)
class Turn:
    """One turn: my move ("" for none), the card that it brought ("" for none), and which seat said what after it."""

    move: str
    brought: str
    seat: int
    said: str


def lay(profile: Profile, absent: int, *, seats: int = 4, length: int = 8, seed: object = "") -> Table:
    """The table of somebody in seat 1, drawn by lot; ``absent`` is how many are named who are not in the room."""
    dealt = hands(profile, seats)
    single = [drawn([card.id for card in hand if card.held != "all"], seed, seat) for seat, hand in enumerate(dealt, 1)]
    by_move = {MINE: single[0], PROPOSE: ()}
    by_move |= {ask(seat): single[seat - 1] for seat in range(2, seats + 1)}
    by_move |= {missing(place): tuple(card.id for card in profile.missing) for place in range(absent)}
    speaking = [2 + turn % (seats - 1) for turn in range(length)]
    others = tuple(
        (seat, drawn([card.id for card in dealt[seat - 1]], seed, seat, "turn", turn)[0])
        for turn, seat in enumerate(speaking)
    )
    return Table(MappingProxyType(by_move), others)


def spent(table: Table, moves: Sequence[str]) -> frozenset[str]:
    """The moves that have brought all that they can."""
    return frozenset(move for move, cards in table.by_move.items() if 0 < len(cards) <= list(moves).count(move))


def turns(table: Table, moves: Sequence[str]) -> tuple[Turn, ...]:
    """What was said in each turn so far, until somebody proposed to decide; a move that there is not brings nothing."""
    found: list[Turn] = []
    for place, (move, (seat, said)) in enumerate(zip(moves, table.others, strict=False)):
        if move == PROPOSE:
            break
        cards, times = table.by_move.get(move, ()), list(moves[:place]).count(move)
        found.append(Turn(move, cards[times] if times < len(cards) else "", seat, said))
    return tuple(found)
