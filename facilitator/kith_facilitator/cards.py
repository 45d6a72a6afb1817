"""Cards of a hidden profile on paper, for a room: a pile for each seat, to be cut, and what nobody there holds."""

from collections.abc import Iterable, Iterator

from kith_exercises import KithError
from kith_exercises.definitions import Activity, load_prompts
from kith_exercises.escaping import plain
from kith_exercises.paper import paper
from kith_exercises.primitives.game_round import GameRound, hand_of, profile_of
from kith_exercises.room_fields import FEWEST, MOST
from kith_exercises.sealed import Sealed
from kith_facilitator.course.model import Module
from kith_widgets.words import say

__all__ = ["printed_cards", "rounds"]


def rounds(module: Module) -> dict[str, Activity]:
    """The activities of a module that are played with cards, by id."""
    prompts = load_prompts(module.folder / "prompts.toml")
    return {id: one for id, one in prompts.items() if isinstance(one, Activity) and isinstance(one.spec, GameRound)}


def printed_cards(module: Module, activity: Activity, seats: int) -> str:
    """One page to print for each group of so many: how it is done, a pile for each seat, then what nobody holds.

    What all cards say together is not on it: paper lies about, and learners' own pages tell it. Raises KithError.
    """
    if not FEWEST <= seats <= MOST:
        raise KithError(f"Cards can be dealt to {FEWEST} to {MOST} people in a group, not to {seats}.")
    sealed = Sealed.load(module.folder).of(activity.id)
    profile = profile_of(activity, sealed)
    piles = [
        (say("cardsSeat", seat=seat, of=seats), [card.text for card in hand_of(activity, profile, seat, seats)])
        for seat in range(1, seats + 1)
    ]
    piles += [(say("missingTitle"), [card.text for card in profile.missing])] if profile.missing else []
    steps = "".join(f"<li>{plain(step)}</li>" for step in _steps(activity.spec, missing=bool(profile.missing)))
    body = f"<section><ol>{steps}</ol></section>" + "".join(_pile(title, cards) for title, cards in piles)
    return paper(say("cardsTitle", title=activity.title, n=seats), say("cardsNote"), body)


def _steps(spec: GameRound, *, missing: bool) -> Iterator[str]:
    yield say("cardsDeal")
    if missing:
        yield say("cardsMissing", who="; ".join(spec.missing))
    if len(spec.ways) > 1:
        yield say("cardsGroup")
    yield say("cardsAfter")


def _pile(title: str, cards: Iterable[str]) -> str:
    """A sheet of its own; each card says whose it is, so that piles can be told apart once they are cut."""
    cut = "".join(f'<li class="card"><p>{plain(card)}</p><p class="note">{plain(title)}</p></li>' for card in cards)
    return f'<section><h2>{plain(title)}</h2><ul class="cards">{cut}</ul></section>'
