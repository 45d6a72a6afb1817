"""What is shown, as data that a widget draws: what came, and where a learner's own answer belongs in it.

An answer is named as ``[step, field]``, and the browser takes it from the state.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from math import isfinite
from typing import Any

from kith_exercises.exchange import MAKERS, Parcel
from kith_exercises.fields import Field, Text
from kith_exercises.more_fields import Passage
from kith_exercises.primitives.primitive import Known, Scene
from kith_exercises.primitives.published import Published
from kith_widgets.words import say

__all__ = [
    "clock",
    "figure",
    "figure_said",
    "made",
    "mean",
    "mine",
    "pair",
    "point",
    "quote",
    "sent",
    "spans",
    "tally",
    "text",
]


def text(title: str, paragraphs: Sequence[str] = (), said: Sequence[dict[str, Any]] = ()) -> Scene:
    """Paragraphs, and sentences that quote own answers: ``{"of": [step, field], "with": ..., "without": ...}``."""
    return {"kind": "text", "title": title, "paragraphs": list(paragraphs), "said": list(said)}


def mean(places: Iterable[tuple[str, str, bool]], ends: tuple[float, float], least: int) -> dict[str, Any]:
    """What a sentence quotes as the mean of own answers: for each its step, its field, and whether it is turned round.

    It is turned within the two ends. What holds no number is left out, and with fewer than ``least`` there is no mean.
    """
    return {"places": [list(place) for place in places], "turn": sum(ends), "least": least}


def clock(minutes: int) -> Scene:
    """Minutes to talk in, for whoever starts them: nobody's time is taken otherwise."""
    return {"kind": "clock", "minutes": minutes, "start": say("startClock", n=minutes), "over": say("timeIsUp")}


def quote(parcel: Parcel, field: str, label: str) -> Scene:
    """Somebody's words as they came, by a partner or, labelled so, by the makers; or that they were taken back."""
    if not parcel.content:
        return text(label, [say("parcelsTakenBack")])
    words = parcel.content.get(field)
    voice = "makers" if parcel.origin == MAKERS else "partner"
    return made(words if isinstance(words, str) else "", label, voice, parcel.at)


def sent(parcel: Parcel, fields: Sequence[Field], named: Callable[[str], str]) -> Iterator[Scene]:
    """What came, by field: words as they were written, anything else in ours; what no card wrote is left out."""
    for field in fields:
        given = parcel.content.get(field.id)
        if isinstance(field, Passage) or given in (None, ""):
            continue
        if isinstance(field, Text):
            if isinstance(given, str):
                yield quote(parcel, field.id, named(field.label))
            continue
        try:
            word = "markAsked" if field.label.endswith(("?", ".", "!", ":")) else "mark"
            yield text("", [say(word, label=field.label, value=field.read(field.check(given)))])
        except ValueError:
            continue


def spans(parcel: Parcel, field: str) -> list[list[int]]:
    """The places that somebody marked; none where they are not as a card writes them."""
    try:
        return list(Passage(field, "", None, "").check(parcel.content.get(field))["spans"])
    except ValueError:
        return []


def made(words: str, label: str, voice: str = "makers", at: str = "") -> Scene:
    """Words in somebody's voice: ``you``, ``partner`` or ``makers``."""
    return {"kind": "quote", "words": words, "voice": voice, "label": label, "at": at or None}


def mine(step: str, field: str, label: str, spans: Sequence[Sequence[int]] = ()) -> Scene:
    """Own words of a step, exactly and with their date, as the browser has them in the state; places marked in them."""
    return {"kind": "mine", "of": [step, field], "label": label, "spans": [list(span) for span in spans]}


def pair(one: Scene, other: Scene) -> Scene:
    """Two quotations side by side."""
    return {"kind": "pair", "parts": [one, other]}


def tally(title: str, sentence: str, without: str, **counted: Any) -> Scene:
    """Own answers counted against what was so: at each level of sureness, how many of how many.

    ``of`` names for each claim its step, the fields of what was chosen and how sure, and the option that is right;
    ``levels`` and ``unit`` the levels; ``rows`` what was so of each claim, and where that is known from. A tally
    without rows is drawn as one sentence: how sure on average, and how many were so.
    """
    return {"kind": "tally", "title": title, "sentence": sentence, "without": without, **counted}


def figure(known: Known, id: str, of: tuple[str, str] | None = None, published: Published | None = None) -> list[Scene]:
    """A released figure of the cohort, or none while it has not come; ``of`` is my own answer on the same line.

    It came in an envelope, so it is read as what it should be: a ``title`` and a ``sentence``; ``point``,
    ``intervals`` and what ``chance`` gives on an ``axis``, or ``rows`` with ``people``, or in a ``short`` word why it
    is not shown.
    """
    found = known.figures.get(id)
    if not isinstance(found, Mapping) or not isinstance(found.get("title"), str):
        return []
    axis, point = _axis(found.get("axis")), _number(found.get("point"))
    intervals = [one for one in map(_interval, _listed(found.get("intervals"))) if one]
    drawn = axis is not None and point is not None
    people, chance = _words(found.get("people")), _ends(found.get("chance"))
    drawn_as = None if axis is None or point is None else _figures(point, intervals, chance, people, published)
    table = drawn_as or _bands(found.get("rows"))
    return [
        {
            "kind": "figure",
            **{name: _words(found.get(name)) for name in ("title", "sentence", "how", "short")},
            "said": [],
            "who": say("figureWe"),
            "axis": axis if drawn else None,
            "point": point if drawn else None,
            "intervals": intervals if drawn else [],
            "chance": chance if drawn else None,
            "published": published.shown() if published and drawn else None,
            "of": list(of) if of and drawn else None,
            "table": table,
        }
    ]


def figure_said(known: Known, id: str) -> list[Scene]:
    """The same in words alone, to be quoted."""
    return [text("", [f"{one['title']}. {one['sentence']}".strip()]) for one in figure(known, id)]


def point(known: Known, id: str) -> float | None:
    """Where a released figure lies; None where it has not come or is not shown."""
    return next((one["point"] for one in figure(known, id)), None)


def _figures(
    point: float,
    intervals: Sequence[Mapping[str, float]],
    chance: Mapping[str, float] | None,
    people: str,
    published: Published | None,
) -> dict[str, Any]:
    rows: list[list[Any]] = [[say("figureOurs"), point]]
    for one in intervals:
        rows += [
            [say(word, level=one["level"]), one[end]] for word, end in (("figureLow", "low"), ("figureHigh", "high"))
        ]
    rows += [[say("chanceLow"), chance["low"]], [say("chanceHigh"), chance["high"]]] if chance else []
    rows += [[say("figurePeople"), people]] if people else []
    rows += [[say("figurePublished"), published.value]] if published else []
    return {"head": [say("figureWhat"), say("figureValue")], "rows": rows}


def _bands(rows: object) -> dict[str, Any]:
    found = [[_words(one.get("label")), _words(one.get("people"))] for one in _listed(rows) if isinstance(one, Mapping)]
    return {"head": [say("figureAnswer"), say("figurePeople")], "rows": found}


def _interval(found: object) -> dict[str, float] | None:
    if not isinstance(found, Mapping):
        return None
    level, ends = _number(found.get("level")), _ends(found)
    return {"level": level, **ends} if level is not None and ends else None


def _ends(found: object) -> dict[str, float] | None:
    if not isinstance(found, Mapping):
        return None
    low, high = _number(found.get("low")), _number(found.get("high"))
    return {"low": low, "high": high} if low is not None and high is not None and low <= high else None


def _axis(found: object) -> dict[str, Any] | None:
    if not isinstance(found, Mapping):
        return None
    low, high = _number(found.get("min")), _number(found.get("max"))
    known = low is not None and high is not None and low < high
    return {"min": low, "max": high, "label": _words(found.get("label"))} if known else None


def _number(found: object) -> float | None:
    usable = isinstance(found, int | float) and not isinstance(found, bool) and isfinite(found)
    return found if usable else None  # type: ignore[return-value]  # a number


def _words(found: object) -> str:
    return found if isinstance(found, str) else ""


def _listed(found: object) -> Sequence[Any]:
    return found if isinstance(found, list | tuple) else ()
