"""A round of a game for a group: cards in hand, a choice alone, a talk, a choice again, and then what all of it said.

One game is here, the hidden profile (`hidden_profile`). A seat, and the way in which one's group talks, come by lot
with the exchange (`game_seat`); how a group talks and what came up of it is in `game_talk`. Alone one sits in seat 1
of a table whose other seats follow a rule that is shown (`alone_table`).
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Any

from kith_exercises.errors import KithError
from kith_exercises.field_tables import read_options
from kith_exercises.fields import Choice, Field, Number, Option, Scale
from kith_exercises.primitives import alone_table, scenes
from kith_exercises.primitives._lot import drawn
from kith_exercises.primitives.game_facts import facts_id
from kith_exercises.primitives.game_figures import STEP, asked, figure_id, turns_id
from kith_exercises.primitives.game_lot import lot_step, lot_told
from kith_exercises.primitives.game_seat import (
    group_of,
    left_alone,
    seat_awaited,
    seat_of,
    sendings,
    usual_form,
)
from kith_exercises.primitives.game_talk import OTHERS, heard_step, talk_steps, talked_of, taps_step, went_up
from kith_exercises.primitives.group import group_step
from kith_exercises.primitives.hidden_profile import (
    CameUp,
    Card,
    Profile,
    came_up,
    hands,
    profile_slips,
    read_profile,
)
from kith_exercises.primitives.primitive import Form, Known, Primitive, Scene, Step
from kith_exercises.primitives.slips import Slip
from kith_exercises.room_fields import FEWEST, MOST
from kith_exercises.tables import Table
from kith_widgets.words import say

if TYPE_CHECKING:
    from kith_exercises.definitions import Activity

__all__ = ["GAME_ROUND", "GameRound", "hand_of", "profile_of"]

GAMES = ("hidden-profile",)

_ALONE: frozenset[Form] = frozenset({"alone"})


@dataclass(frozen=True)
class GameRound:
    """What can be chosen, for how many seats cards were written, the ways to talk, and who is not in the room.

    ``facts`` is what stands on the cards.
    """

    seats: int
    turns: int
    choices: tuple[Option, ...]
    ways: tuple[Option, ...]
    missing: tuple[str, ...]
    share: str
    facts: tuple[Option, ...] = field(default=(), repr=False)  # a definition that is printed gives nothing away


def _read(table: Table) -> GameRound:
    if table.text("game") not in GAMES:
        table.fail(f"“game” must be one of {', '.join(GAMES)}")
    spec = GameRound(
        seats=table.whole("seats", FEWEST, MOST, 4),
        turns=table.whole("turns", 1, 20, 8),
        choices=read_options(table, "choices"),
        ways=read_options(table, "ways"),
        missing=table.texts("missing"),
        share=table.text("own-share"),
    )
    if len(spec.choices) < 2:
        table.fail("“choices” must be two or more; else there is nothing to decide")
    if not spec.missing:
        table.fail('“missing” must name somebody who is not in the room: missing = ["night workers"]')
    return spec


def _with_facts(spec: GameRound, held: Table) -> GameRound:
    """With what stands on the cards; what is wrong with these is said by the check, card by card."""
    listed = held.rest.get("cards")
    cards = [card for card in listed if isinstance(card, Mapping)] if isinstance(listed, list) else []
    read = [(card.get("id"), card.get("text")) for card in cards]
    return replace(
        spec, facts=tuple(Option(id, text) for id, text in read if isinstance(id, str) and isinstance(text, str))
    )


def _steps(activity: "Activity") -> tuple[Step, ...]:
    spec: GameRound = activity.spec
    turns = [f"turn-{number}" for number in range(1, spec.turns + 1)]
    return (
        Step(
            "hand",
            "before",
            button=say("showHand"),
            before=lambda known: lot_told(activity, known),
            scene=lambda known: _hand(activity, known),
            waits=lambda known: seat_awaited(activity, known),
        ),
        Step("choose", "before", _decided(spec), "skip", quiet=True),
        *talk_steps(activity),
        Step("rule", "together", button=say("beginTalk"), scene=lambda _: [_rule()], forms=_ALONE),
        *(_turn(activity, id, turns[: place + 1]) for place, id in enumerate(turns)),
        Step(
            "said",
            "together",
            button=say("showSaid"),
            scene=lambda known: _said(activity, known, turns),
            folds=lambda known: _folded(activity, known, turns, title=say("saidTitle")),
            forms=_ALONE,
        ),
        Step(
            "again",
            "came",
            (*_decided(spec), *_share(spec)),
            "skip",
            waits=lambda known: seat_awaited(activity, known),
            promise=lambda _: ("mine", say("reachShare")),
            quiet=True,
            forms=OTHERS,
        ),
        # Nobody else talks at a table for one, so nobody is asked for a share of that.
        Step("again-alone", "came", _decided(spec), "skip", quiet=True, forms=_ALONE),
        taps_step(activity),
        heard_step(activity),
        lot_step(activity),
        Step("what", "came", button=say("showAllCards"), scene=lambda known: _what(activity, known, turns), held=True),
        group_step("group", "came", turns_id(activity.id), figure_id(activity.id), facts_id(activity.id), forms=OTHERS),
    )


def _turn(activity: "Activity", id: str, turns: Sequence[str]) -> Step:
    """One turn at the table for one; whoever goes on without a move has listened."""
    spec: GameRound = activity.spec
    return Step(
        id,
        "together",
        (Choice("move", say("yourTurn", n=len(turns), of=spec.turns), "mine", _moves(spec)),),
        "skip",
        scene=lambda known: _heard(activity, known, turns),
        spent=lambda known: alone_table.spent(_table(activity, known)[0], _made(known, turns)),
        then={alone_table.PROPOSE: "said"},
        folds=lambda known: _folded(activity, known, turns),
        forms=_ALONE,
    )


def profile_of(activity: "Activity", sealed: Mapping[str, Any]) -> Profile:
    """The cards that are held back about an activity. Raises KithError where they are no hidden profile."""
    try:
        return read_profile(sealed, [choice.id for choice in activity.spec.choices])
    except ValueError as error:
        raise KithError(f"sealed.toml: [{activity.id}]: {error}.") from None


def hand_of(activity: "Activity", profile: Profile, seat: int, seats: int) -> tuple[Card, ...]:
    """The cards of a seat, in an order by lot: else what all hold would stand together."""
    hand = {card.id: card for card in hands(profile, seats)[seat - 1]}
    return tuple(hand[id] for id in drawn(hand.keys(), activity.id, seat, seats))


def _hand(activity: "Activity", known: Known) -> list[Scene]:
    seat = seat_of(activity, known)
    if seat is None:  # where people are in one room, cards are of paper
        return [scenes.text(say("handOnPaper"))]
    hand = hand_of(activity, profile_of(activity, known.sealed), seat.seat, seat.seats)
    shown = scenes.text(say("handTitle", seat=seat.seat, of=seat.seats), [card.text for card in hand])
    above = []
    if known.form == "alone" and left_alone(activity, known.inbox):
        above = [scenes.text(say("aloneTitle"), [say("aloneByDate")])]
    elif group := group_of(activity, known):
        above = [scenes.text(say("yourGroup", n=group))]
    return [*above, shown]


def _rule() -> Scene:
    return scenes.text(say("tableTitle"), [say("tableRule"), say("tableLimits")])


def _table(activity: "Activity", known: Known) -> tuple[alone_table.Table, Mapping[str, Card]]:
    spec: GameRound = activity.spec
    profile = profile_of(activity, known.sealed)
    table = alone_table.lay(profile, len(spec.missing), seats=spec.seats, length=spec.turns, seed=activity.id)
    return table, {card.id: card for card in profile.cards}


def _played(table: alone_table.Table, known: Known, turns: Sequence[str]) -> tuple[alone_table.Turn, ...]:
    return alone_table.turns(table, _made(known, turns))


def _made(known: Known, turns: Sequence[str]) -> list[str]:
    return [str((known.answers(turn) or {}).get("move", "")) for turn in turns]


def _taken(known: Known, turns: Sequence[str]) -> list[str]:
    """The turns that were taken, by a move or by listening."""
    steps = {record.value.get("step") for record in known.records if isinstance(record.value, Mapping)}
    return [turn for turn in turns if turn in steps]


def _heard(activity: "Activity", known: Known, turns: Sequence[str]) -> list[Scene]:
    """What was said in the last of these turns: what my move brought, then what another seat says."""
    table, cards = _table(activity, known)
    played = _played(table, known, turns)
    if len(played) < len(turns):
        return []
    turn = played[-1]
    brought = _brought(turn, cards)
    return [scenes.text("", [*brought, say("turnSays", seat=turn.seat, card=cards[turn.said].text)])]


def _brought(turn: alone_table.Turn, cards: Mapping[str, Card]) -> list[str]:
    if not turn.move:
        return []
    return [_brings(turn.move, cards[turn.brought].text) if turn.brought else say("nothingNew")]


def _brings(move: str, text: str) -> str:
    """How a card comes to the table by a move."""
    if move == alone_table.MINE:
        return say("youSay", card=text)
    if move.startswith("missing"):
        return say("missingCame", card=text)
    return say("seatSays", seat=int(move.removeprefix("ask-")), card=text)


def _folded(activity: "Activity", known: Known, turns: Sequence[str], *, title: str = "") -> list[Scene]:
    """The table as it lies in a page without a kernel: each card that a move or a turn brings, and the sentence for it.

    With a ``title`` it is to tell all that was said in these turns, else what the last of them brought.
    """
    table, cards = _table(activity, known)
    texts = {id: card.text for id, card in cards.items()}
    return [
        {
            "kind": "played",
            "title": title,
            "turns": list(turns),
            "ends": alone_table.PROPOSE,
            "nothing": say("nothingNew"),
            "moves": {
                move: [[texts[id], _brings(move, texts[id])] for id in ids] for move, ids in table.by_move.items()
            },
            "others": [[texts[id], say("turnSays", seat=seat, card=texts[id])] for seat, id in table.others],
        }
    ]


def _said(activity: "Activity", known: Known, turns: Sequence[str]) -> list[Scene]:
    """Every card that was said, once, in the order in which they were."""
    table, cards = _table(activity, known)
    ids = [id for turn in _played(table, known, _taken(known, turns)) for id in (turn.brought, turn.said) if id]
    return [scenes.text(say("saidTitle"), [cards[id].text for id in dict.fromkeys(ids)])]


def _what(activity: "Activity", known: Known, turns: Sequence[str]) -> list[Scene]:
    """What all cards said together, the one that nobody held, and, of the table for one, how much came up."""
    profile = profile_of(activity, known.sealed)
    label = next(choice.label for choice in activity.spec.choices if choice.id == profile.answer)
    found = [scenes.text(say("cardsSpeakFor", choice=label), profile.because)]
    if profile.missing:
        found.append(scenes.text(say("missingTitle"), [card.text for card in profile.missing]))
    if up := _up(activity, profile, known, turns):
        common = say("cameUpCommon", n=up.common, of=up.of_common)
        single = say("cameUpSingle", n=up.single, of=up.of_single)
        missing = [] if known.form == "alone" else [say("missingUp" if up.missing else "missingNotUp")]
        found.append(scenes.text(say("cameUpTitle"), [*talked_of(activity, known), common, single, *missing]))
    return found


def _up(activity: "Activity", profile: Profile, known: Known, turns: Sequence[str]) -> CameUp | None:
    """How much came up: at the table for one as it was played, of a talk with others as one heard it."""
    if known.form != "alone":
        return went_up(profile, known)
    if not (taken := _taken(known, turns)):
        return None
    table, _ = _table(activity, known)
    return came_up(profile, [id for turn in _played(table, known, taken) for id in (turn.brought, turn.said)])


def _decided(spec: GameRound) -> tuple[Field, ...]:
    return (
        Choice("choice", say("yourChoice"), "mine", spec.choices),
        Number("sure", say("sureOfThat"), "mine", Scale(0, 100, 10, "%")),
    )


def _share(spec: GameRound) -> tuple[Field, ...]:
    return (Number("share", spec.share, "mine", Scale(0, 100, STEP, "%")),)


def _moves(spec: GameRound) -> tuple[Option, ...]:
    asked = (Option(alone_table.ask(seat), say("moveAsk", seat=seat)) for seat in range(2, spec.seats + 1))
    absent = (Option(alone_table.missing(place), say("moveMissing", who=who)) for place, who in enumerate(spec.missing))
    mine, propose = Option(alone_table.MINE, say("moveMine")), Option(alone_table.PROPOSE, say("movePropose"))
    return (mine, *asked, *absent, propose)


def _slips(activity: "Activity", sealed: Mapping[str, Any]) -> list[Slip]:
    spec: GameRound = activity.spec
    return profile_slips(sealed, [choice.id for choice in spec.choices], seats=spec.seats)


GAME_ROUND = Primitive(
    kind="game-round",
    bundle="rooms",
    read=_read,
    holds=_with_facts,
    steps=_steps,
    parts=("before", "together", "came"),
    needs=frozenset({"cards", "answer"}),
    slips=_slips,
    asked=asked,
    sendings=sendings,
    usual=usual_form,
)
