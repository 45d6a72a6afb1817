"""A receipt at one table: each note is read on the device on which it was written, which is handed over for that.

So its stamps stay folded until its reader has said whether they would act on it, and nothing needs to be sent. Two
people who hand over both devices read at the same time; with one device, one after the other. When they meet again,
the reader says on it what they did with the note since.
"""

from collections.abc import Iterator
from typing import Any

from kith_exercises.exchange import Parcel
from kith_exercises.fields import Choice, Number, Text
from kith_exercises.more_fields import Passage, Rating
from kith_exercises.primitives import scenes
from kith_exercises.primitives.primitive import Answers, Form, Known, Scene, Step, no_more
from kith_exercises.primitives.promises import limit_counted, numbers_counted
from kith_exercises.primitives.receipt_figures import may_lack
from kith_exercises.primitives.receipt_reading import moved, own, since, uses, verdicts
from kith_exercises.primitives.receipt_spec import NOTE, Receipt
from kith_exercises.primitives.resting import rests
from kith_exercises.records import Reach
from kith_widgets.words import say

__all__ = ["room_steps"]

_ROOM: frozenset[Form] = frozenset({"room"})
_GIVEN, _FORECAST, _TRUST, _VERDICT = f"room-{NOTE}", "room-forecast", "room-trust", "room-verdict"
_USE = "room-use"
#: Nobody has done anything with a note that they read an hour ago.
_DAYS = 1


def room_steps(spec: Receipt) -> Iterator[Step]:
    """The steps of all parts for people at one table."""
    expected = Number("trust", say("receiptExpect"), "mine", spec.trust[0])
    yield Step(
        _GIVEN,
        "give",
        own(spec.written),
        "skip",
        derives=lambda _, given: _with_limit(spec, given),
        promise=limit_counted if may_lack(spec) else no_more,
        then={"": "nothing-given"},  # there is no such step: without a note there is nothing to expect of it
        invites=True,
        forms=_ROOM,
    )
    yield Step(
        _FORECAST,
        "give",
        (expected, *moved(spec, say("receiptMore"), say("receiptLess"), "mine")),
        "both",
        after=(_GIVEN,),
        forms=_ROOM,
    )
    yield from _read(spec)
    yield Step(
        "room-came",
        "came",
        button=say("receiptShow"),
        scene=lambda known: _came(spec, known),
        quotes=lambda _: [
            scenes.text("", said=[_said(_FORECAST, "trust", "expectedOf", "expectedNothing"), _trusted()])
        ],
        waits=lambda known: "" if known.answers(_VERDICT) else say("waitsForTable"),
        forms=_ROOM,
    )
    yield from _later()


def _read(spec: Receipt) -> Iterator[Step]:
    """What somebody else answers on my device: trust before the stamp, trust with it, and a verdict on one claim."""
    yield Step(
        _TRUST,
        "read",
        (Rating("trust", spec.act, "mine", *spec.trust),),
        "both",
        look=say("receiptLook"),
        before=lambda _: [scenes.text("", [say("roomHandOver")]), scenes.mine(_GIVEN, NOTE, spec.note.label)],
        scene=lambda known: list(_stamps(spec, known)),
        waits=lambda known: "" if known.answers(_GIVEN) else say("waitsForText"),
        promise=numbers_counted,
        forms=_ROOM,
    )
    yield Step(
        _VERDICT,
        "read",
        own(
            (
                Rating("again", say("receiptAgain"), None, *spec.trust),
                *moved(spec, say("receiptMoreNow"), say("receiptLessNow")),
                Passage("claim", say("receiptClaim"), None, NOTE),
                Choice("verdict", say("receiptVerdict"), None, verdicts()),
            )
        ),
        "skip",
        made=_note,
        derives=_counted,
        promise=numbers_counted,
        after=(_TRUST,),
        forms=_ROOM,
    )


def _later() -> Iterator[Step]:
    """What my reader did with it since, said on my device when we meet again."""
    yield Step(
        _USE,
        "came",
        own(since()),
        "skip",
        before=lambda _: [scenes.text("", [say("roomHandOverAgain")])],
        made=_note,
        waits=lambda known: rests(known, _VERDICT, _DAYS, lambda date: say("waitsForMeeting", date=date)),
        forms=_ROOM,
        given=(_VERDICT,),
    )
    yield Step("room-told", "came", button=say("receiptShowUse"), scene=_used, after=(_USE,), forms=_ROOM)


def _used(known: Known) -> list[Scene]:
    given = known.answers(_USE)
    if given is None:
        return []
    use = next(one.label for one in uses() if one.id == given["use"])
    spans = given["thanks"]["spans"]
    thanks = [scenes.mine(_GIVEN, NOTE, say("receiptThanksOf"), spans)] if spans else []
    words = [scenes.mine(_USE, "difference", say("receiptDifferenceOf"))] if given["difference"].strip() else []
    return [*thanks, scenes.text("", [say("receiptUseOf", use=use)]), *words]


def _note(known: Known) -> Parcel | None:
    """My own note, in which a claim can be marked."""
    given = known.answers(_GIVEN)
    return Parcel("", "", "", "", "", {NOTE: given[NOTE]}) if given else None


def _stamps(spec: Receipt, known: Known) -> Iterator[Scene]:
    """The stamps, as their giver set them: words as they were written, anything else in ours."""
    given = known.answers(_GIVEN) or {}
    for stamp in spec.stamps:
        if isinstance(stamp, Text) and given.get(stamp.id):
            yield scenes.mine(_GIVEN, stamp.id, stamp.label)
        elif not isinstance(stamp, Text) and stamp.id in given:
            yield scenes.text("", [say("mark", label=stamp.label, value=stamp.read(given[stamp.id]))])


def _with_limit(spec: Receipt, given: Answers) -> list[tuple[Reach, Answers]]:
    """Whether it says when it fails, where a note can do without that; else all say it, and none is counted."""
    return [("count", {"limit": bool(given[spec.limit].strip())})] if given and may_lack(spec) else []


def _counted(known: Known, given: Answers) -> list[tuple[Reach, Answers]]:
    """The trust before the stamp and with it, to be counted."""
    before = known.answers(_TRUST)
    return [("count", {"before": before["trust"], "again": given["again"]})] if before and given else []


def _came(spec: Receipt, known: Known) -> list[Scene]:
    """What a reader made of it, beside what I expected."""
    given = known.answers(_VERDICT)
    if given is None:
        return []
    verdict = next(one.label for one in verdicts() if one.id == given["verdict"])
    told = [say("receiptVerdictOf", verdict=verdict), say("receiptOfNote")]
    before = _said(_TRUST, "trust", "roomTrustBefore", "roomNoTrustBefore")
    spans = given["claim"]["spans"]
    label = say("receiptClaimed") if spans else say("textOfMine", label=spec.note.label)
    return [
        scenes.text("", told, [before, _trusted()]),
        scenes.mine(_GIVEN, NOTE, label, spans),
        *(
            scenes.pair(scenes.mine(_FORECAST, id, say(mine)), scenes.mine(_VERDICT, id, say(theirs)))
            for id, mine, theirs in (
                ("more", "receiptMoreMine", "receiptMoreTheirs"),
                ("less", "receiptLessMine", "receiptLessTheirs"),
            )
        ),
    ]


def _trusted() -> dict[str, Any]:
    """How ready to act on it somebody is with the stamp in sight."""
    return _said(_VERDICT, "again", "roomTrustAfter", "roomNoTrustAfter")


def _said(step: str, field: str, told: str, without: str) -> dict[str, Any]:
    return {"of": [step, field], "with": say(told, mine="{mine}"), "without": say(without)}
