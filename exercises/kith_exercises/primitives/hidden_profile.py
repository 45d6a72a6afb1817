"""Cards for a group that decides: what all hold speaks for one choice, what single people hold for another.

So the group finds the better one only if its members say what nobody else can (G. Stasser and W. Titus 1985, Pooling
of unshared information in group decision making, Journal of Personality and Social Psychology 48, 1467-1478). One card
more is held by nobody who is there: it comes if somebody asks who is missing.
"""

from collections import Counter
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Literal

from kith_exercises.primitives.slips import Slip, is_text, said_twice, unread
from kith_exercises.room_fields import FEWEST, MOST

__all__ = ["CameUp", "Card", "Profile", "came_up", "hands", "profile_slips", "read_profile"]


@dataclass(frozen=True)
class Card:
    """One fact: which choice it speaks ``for`` ("" for none), and whether all hold it, one seat (from 1), or nobody."""

    id: str
    text: str
    favours: str
    held: int | Literal["all", "missing"]


@dataclass(frozen=True)
class Profile:
    """All cards, the choice that they speak for together, and why."""

    cards: tuple[Card, ...]
    answer: str
    because: tuple[str, ...]

    @property
    def common(self) -> tuple[Card, ...]:
        """What everybody holds."""
        return tuple(card for card in self.cards if card.held == "all")

    @property
    def single(self) -> tuple[Card, ...]:
        """What one person holds each."""
        return tuple(card for card in self.cards if isinstance(card.held, int))

    @property
    def missing(self) -> tuple[Card, ...]:
        """What only somebody knows who is not in the room."""
        return tuple(card for card in self.cards if card.held == "missing")


@dataclass(frozen=True)
class CameUp:
    """How much of what all held came up, of what single people held, and whether what nobody held did."""

    common: int
    of_common: int
    single: int
    of_single: int
    missing: bool


def read_profile(sealed: Mapping[str, Any], choices: Collection[str]) -> Profile:
    """The cards as an author wrote them (``cards`` and ``answer``). Raises ValueError with a sentence for a slip.

    They must be a hidden profile in groups of any size: nobody's own cards give the answer away, and all together do.
    """
    listed, answer = sealed.get("cards"), sealed.get("answer")
    if not (isinstance(listed, list) and listed and isinstance(answer, Mapping)):
        raise ValueError("“cards” and “answer” must both be there: a list of cards, and a table")
    because = answer.get("because", [])
    if not isinstance(because, list) or not all(isinstance(reason, str) for reason in because):
        raise ValueError("“because” must be a list of texts")
    cards = tuple(_card(card, choices) for card in listed)
    profile = Profile(cards, str(answer.get("choice", "")), tuple(because))
    _check(profile, choices)
    return profile


def profile_slips(sealed: Mapping[str, Any], choices: Collection[str], *, seats: int) -> list[Slip]:
    """What keeps these cards from being a hidden profile for so many seats, card by card.

    Of two cards that say the same, none is known to one person alone; and whoever asks after those who are not in the
    room must be able to learn something.
    """
    listed = sealed.get("cards")
    tables = listed if isinstance(listed, list) else []
    found = [slip for n, card in enumerate(tables, 1) for slip in _card_slips(card, n, choices)]
    found += unread(sealed, ("cards", "answer"))
    if isinstance(answer := sealed.get("answer"), Mapping):
        found += unread(answer, ("choice", "because"), key="answer")
    found += _whole_slips(sealed, choices) if not found else []
    if found:
        return found
    cards = read_profile(sealed, choices).cards
    found += [
        Slip(
            f"“{cards[place].id}” says the same as “{cards[before].id}”, so neither is known to one person alone",
            'write another fact, or one card with held = "all"',
            "cards",
            place + 1,
        )
        for place, before in said_twice([card.text for card in cards])
    ]
    written = max(card.held for card in cards if isinstance(card.held, int))
    if written != seats:
        remedy = f"write seats = {written} there, or cards for {seats}"
        found.append(Slip(f"cards are held by {written} seats, and “seats” of prompts.toml is {seats}", remedy))
    if not any(card.held == "missing" for card in cards):
        remedy = 'write a card with held = "missing"'
        found.append(Slip("whoever asks about those who are not in the room learns nothing", remedy))
    return found


def _card_slips(card: Any, n: int, choices: Collection[str]) -> list[Slip]:
    try:
        _card(card, choices)
    except ValueError as error:
        what, _, remedy = str(error).partition("; ")
        return [Slip(what, remedy, "cards", n)]
    return list(unread(card, ("id", "text", "for", "held"), key="cards", n=n))


def _whole_slips(sealed: Mapping[str, Any], choices: Collection[str]) -> list[Slip]:
    try:
        read_profile(sealed, choices)
    except ValueError as error:
        what, _, remedy = str(error).partition("; ")
        return [Slip(what, remedy)]
    return []


def _check(profile: Profile, choices: Collection[str]) -> None:
    """Raise unless it is a hidden profile in groups of any size."""
    cards = profile.cards
    if len({card.id for card in cards}) < len(cards):
        raise ValueError("two cards have one id; rename one of them")
    if profile.answer not in choices:
        raise ValueError(f"the answer “{profile.answer}” is none of the choices; write one of {_listed(choices)}")
    if {card.held for card in profile.single} != set(range(1, _seats(profile) + 1)) or _seats(profile) < FEWEST:
        raise ValueError("seats 1, 2, 3 and so on, three at least, must each hold a card that nobody else does")
    if _ahead(cards) != profile.answer:
        raise ValueError(f"all cards together speak for {_ahead(cards) or 'no choice alone'}, not for the answer")
    for seats in range(FEWEST, MOST + 1):
        for seat, hand in enumerate(hands(profile, seats), 1):
            if _ahead(hand) == profile.answer:
                raise ValueError(f"with {seats} seats, seat {seat} sees the answer in its own cards; move one of them")


def hands(profile: Profile, seats: int) -> tuple[tuple[Card, ...], ...]:
    """The cards of each seat, what all hold first. In groups of another size than written, single ones go round."""
    written = seats == _seats(profile)
    found: list[list[Card]] = [list(profile.common) for _ in range(seats)]
    for place, card in enumerate(profile.single):
        assert isinstance(card.held, int)
        found[card.held - 1 if written else place % seats].append(card)
    return tuple(map(tuple, found))


def came_up(profile: Profile, said: Iterable[str]) -> CameUp:
    """What of all cards was said, by their ids."""
    ids = frozenset(said)
    common, single = (sum(card.id in ids for card in cards) for cards in (profile.common, profile.single))
    return CameUp(
        common, len(profile.common), single, len(profile.single), any(card.id in ids for card in profile.missing)
    )


def _seats(profile: Profile) -> int:
    """For how many seats the cards were written."""
    return max((card.held for card in profile.single if isinstance(card.held, int)), default=0)


def _ahead(cards: Sequence[Card]) -> str:
    """The choice that most cards speak for; "" where two are level."""
    counts = Counter(card.favours for card in cards if card.favours).most_common(2)
    return counts[0][0] if counts and (len(counts) == 1 or counts[0][1] > counts[1][1]) else ""


def _card(card: Any, choices: Collection[str]) -> Card:
    if not isinstance(card, Mapping) or not all(is_text(card.get(key)) for key in ("id", "text")):
        raise ValueError('each card needs an id and a text: id = "roof", text = "..."')
    id, favours, held = card["id"], card.get("for", ""), card.get("held")
    if favours and favours not in choices:
        raise ValueError(f"card “{id}” speaks for “{favours}”; write one of {_listed(choices)}, or nothing")
    if held not in ("all", "missing") and (type(held) is not int or not 1 <= held <= MOST):
        raise ValueError(f'card “{id}” needs held = "all", a seat from 1 to {MOST}, or "missing"')
    return Card(id, card["text"], favours, held)


def _listed(choices: Collection[str]) -> str:
    return ", ".join(sorted(choices))
