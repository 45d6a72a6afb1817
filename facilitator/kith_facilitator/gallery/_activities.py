"""States of activities that no kind leads to yet, written out as a card will give them; the people are made up.

A reach stands here by its name: its sentence is one of the language in which a gallery is made.
"""

from collections.abc import Mapping
from typing import Any

__all__ = [
    "ASKED", "BACK", "DEBRIEF", "HELD", "LONG", "MAKERS", "NOTES", "RTL", "SAID", "TOLD", "WAITING", "Made",
]  # fmt: skip

#: A card's own keys, what was passed (steps, by which answers and doors), what else its state says, and the steps that
#: are left, the first of them ahead.
Made = Mapping[str, Any]

SAID = "You showed the sheet twice, and both times she looked at the door. You took it for hurry."
_AT = "2026-11-20T12:03:04.000Z"
_STORY = (
    "I showed Mira how the scheduling sheet works. I talked for ten minutes; she nodded all through.\n"
    "Two days later she had built her own list beside it."
)
_LONG = "Donaudampfschifffahrtsgesellschaftskapitänswitwenrentenanpassungsverfahren"

_FORMS = [{"id": "cohort", "label": "With the group"}, {"id": "alone", "label": "I work alone here"}]
_CARE = {
    "leave_out": ["Leave out names, and what was told in private.", "Take what you could tell two people here."],
    "contact": "Robin, who looks after this course (made up)",
}  # fmt: skip


CARD: Made = {
    "prompt": "made-up",
    "part": "",
    "title": "Saying it back",
    "intro": ["Two people here told of a time when something they passed on did not land. Say back what you heard."],
    "reach": "partner",
    "note_reach": "partner",
    "forms": _FORMS,
    "care": None,
}
_SAME: Made = {}
#: What a step is not told before its turn.
_FOLDED = frozenset({"part", "scenes", "then", "last"})


def _rating(id: str, label: str, low: str, high: str, top: int = 7) -> dict[str, Any]:
    scale = {"min": 0 if top == 10 else 1, "max": top, "step": 1, "unit": ""}
    return {"id": id, "kind": "rating", "label": label, **scale, "ends": [low, high]}


def _text(id: str, label: str, *, optional: bool = False, **more: Any) -> dict[str, Any]:
    return {"id": id, "kind": "text", "label": label, "words": None, "optional": optional, **more}


def _choice(id: str, label: str, **options: str) -> dict[str, Any]:
    named = [{"id": option, "label": says} for option, says in options.items()]
    return {"id": id, "kind": "choice", "label": label, "options": named}


def _number(id: str, label: str, most: int, unit: str) -> dict[str, Any]:
    return {"id": id, "kind": "number", "label": label, "min": 0, "max": most, "step": 1, "unit": unit, "hint": None}


def _quote(words: str, voice: str, label: str, at: str | None = None) -> dict[str, Any]:
    return {"kind": "quote", "words": words, "voice": voice, "label": label, "at": at}


def _scene(title: str, *paragraphs: str, said: tuple[Mapping[str, Any], ...] = ()) -> dict[str, Any]:
    return {"kind": "text", "title": title, "paragraphs": list(paragraphs), "said": list(said)}


def _step(id: str, door: str = "next", *fields: Mapping[str, Any], **more: Any) -> dict[str, Any]:
    """A step as a page without a kernel has it; ``came`` is what it shows once it is passed."""
    before, came = more.pop("before", []), more.pop("came", [])
    usual = {"button": "", "look": "", "waits": "", "held": False, "then": {}, "last": False, "part": ""}
    return {
        "id": id,
        "door": door,
        "fields": list(fields),
        "before": before,
        "scenes": [*before, *came],
        **usual,
        **more,
    }


def _place(words: str) -> list[int]:
    """Where these words stand in the story."""
    start = _STORY.index(words)
    return [start, start + len(words)]


def _passed(step: Mapping[str, Any], answers: Mapping[str, Any] | None, door: str = "commit") -> dict[str, Any]:
    shown = {"fields": step["fields"], "scenes": step["scenes"], "before": len(step["before"])}
    return {"id": step["id"], "part": step["part"], "door": door, "at": _AT, "answers": answers, **shown}


def _made(*steps: Mapping[str, Any], done: tuple[tuple[Any, ...], ...] = (), card: Made = _SAME, **more: Any) -> Made:
    """What lies in the page, and the state of who has done these things: a step, the answers, and which door it was."""
    passed = [_passed(*one) for one in done]
    following = {key: item for key, item in steps[0].items() if key not in _FOLDED} if steps else None
    state = {"form": "cohort", "passed": passed, "ahead": following, "ended": not steps, "out": None, "notes": []}
    folded = {"steps": [*(one[0] for one in done), *steps], "numbered": True}
    return {"card": {**CARD, **card}, "state": {**state, **more}, **folded}


_HEARD = _step(
    "heard", "skip",
    _text("again", "Say back what happened, in your words. No advice."),
    _rating("sound", "How well did you follow?", "not at all", "fully"),
    _number("times", "How often did you read it?", 20, "times"),
    {**_choice("kept", "Would you have asked her?", yes="Yes", no="No"), "reach": "mine"},
    before=[_quote(_STORY, "partner", "Somebody in your group", _AT)],
)  # fmt: skip
_GUESS = _step(
    "guess", "both", _rating("understood", "How understood will they feel?", "not at all", "fully"),
    button="Commit my guess", came=[_scene(
        "They set 4 of 7", "It came from one person, about one text.",
        said=({"of": ["guess", "understood"], "with": "You expected {mine}.", "without": "You made no guess."},),
    )],
)  # fmt: skip
_FULL = {"again": SAID, "sound": 5, "times": 2, "kept": "yes"}

ASKED = _made(_HEARD, _GUESS, card={"care": _CARE})
TOLD = _made(done=((_HEARD, _FULL), (_GUESS, {"understood": 6})))
_STEP = _step("story", "skip", _text("story", "A time when something you passed on did not land."))
_PAIR = {
    "kind": "pair",
    "parts": [
        {
            "kind": "mine",
            "of": ["story", "story"],
            "label": "What I told",
            "spans": [_place("showed Mira"), _place("she nodded")],
        },
        _quote(SAID, "partner", "How it was said back", _AT),
    ],
}
BACK = _made(
    _step(
        "mark", "commit", _choice("point", "My point", there="there", partly="partly", no="not there"),
        {"id": "met", "kind": "passage", "label": "The words that met it", "optional": True, "words": SAID},
        before=[_PAIR, {"kind": "mine", "of": ["points", "point"], "label": "My point", "spans": []}],
    ),
    done=((_STEP, {"story": _STORY}),),
)  # fmt: skip
WAITING = _made(
    _step("mark", waits="What somebody else writes is not here yet. You can go on without it."),
    _GUESS,
    done=((_HEARD, None, "next"),),
)
SENT = _made(done=((_STEP, {"story": _STORY}),))
MAKERS = _made(
    _step("read", before=[_quote(_STORY, "makers", "Written by the makers of this course")]), _GUESS, form="alone"
)
HELD = _made(
    _step("room", held=True, came=[_scene("What the room made of it", "Eleven of fourteen expected more (made up).")]),
    done=((_GUESS, {"understood": 3}),),
)

_NOTE_ASKS = (
    _rating("sound", "How sound is this note?", "not at all", "fully", 10),
    _rating("pass", "Would you pass it on?", "no", "at once", 10),
)
_BYLINE = _quote(
    "Before a handover, write down the three questions that you still have.", "makers", "Note 2, third week here"
)
_NOTE = _step("note-2", "commit", *_NOTE_ASKS, before=[_BYLINE], stop="Stop here")
_TOLD = _step(
    "debrief", came=[_scene("What differed", "The line about who wrote a note was drawn by lot; the notes were not.")]
)
_RATED = tuple((_step(f"note-{n}", "commit", *_NOTE_ASKS), {"sound": 6 + n, "pass": 4 + n}) for n in (1, 2))
_TRIAL = {
    "title": "Two notes",
    "intro": ["Some details differ by lot. You will be told which."],
    "reach": "count",
}

NOTES = _made(_NOTE, _TOLD, card=_TRIAL)
DEBRIEF = _made(done=(*_RATED, (_TOLD, None, "next")), card=_TRIAL, out=False)

LONG = _made(
    _step(
        "b", "both", _rating("rate", _LONG, _LONG, "Wissensweitergabebereitschaftserhöhungsmaßnahmenkatalog", 10),
        before=[_quote(_LONG, "partner", _LONG)], look=f"{_LONG} ansehen",
    ),
    done=((_step("a", "commit", _choice("pick", _LONG, a=_LONG)), {"pick": "a"}),),
    card={"title": _LONG, "intro": [f"{_LONG} is broken, not cut off."]},
)  # fmt: skip
RTL = _made(
    _step(
        "b", "both", _rating("rate", "إلى أي حد فهمت؟", "لا شيء", "كل شيء"),
        before=[_quote("أظن أن الناس يحبون أن يظهروا كرماء.", "partner", "شخص من مجموعتك", _AT)],
    ),
    done=((_step("a", "commit", _text("said", "ماذا سمعت؟")), {"said": "أشارك ما أعرفه، ثم أسأل."}),),
    card={"title": "قلها مرة أخرى", "intro": ["قل ما سمعت بكلماتك."]},
)  # fmt: skip
