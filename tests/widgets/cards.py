"""Cards with realistic content. The scenes' figures are invented for the tests; they are not Fox and Guyer's."""

from collections.abc import Mapping
from typing import Any

from kith_widgets import Refused

SURE = [
    {"id": "open", "label": "Could change tomorrow"},
    {"id": "fairly", "label": "Fairly sure"},
    {"id": "firm", "label": "Very sure"},
]
COUNT = {"kind": "count", "sentence": "This shows only inside figures of five people or more besides you."}
FACILITATOR = {"kind": "facilitator", "sentence": "Your facilitator reads this. It touches no mark."}
MINE = {"kind": "mine", "sentence": "Only you see this. It never leaves your own folder."}
AT = "2026-11-20T12:03:04.123Z"

ODD_TEXTS = {
    "emoji": "👩🏽‍🚀 and 🙂",
    "right to left": "أشارك ما أعرفه، ثم أسأل.",
    "markup": "<script>alert(1)</script> & \"quotes\" 'too' </textarea>",
    "nul": "a\0b",
    "line separators": "one\u2028two\u2029three",
    "lone surrogates": "\ud800 alone, \udfff too",
    "only spaces": "   \n\t  ",
    "20,000 words": "word " * 20_000,
    "empty": "",
}

PREDICTION: dict[str, Any] = {
    "prompt": "being-seen",
    "title": "Does being seen make people give?",
    "intro": [
        "Twenty groups of four people played thirty turns. Ten groups saw who chose what; ten did not.",
        "Put your marks where you think it was. You can't move them after you commit.",
    ],
    "reach": COUNT,
    "fields": [
        {
            "id": "marks",
            "kind": "marks",
            "label": "How many of a group's 120 choices were for the group?",
            "min": 0,
            "max": 120,
            "step": 1,
            "unit": "choices",
            "ends": ["nobody, ever", "everybody, always"],
            "marks": [{"id": "public", "label": "In public"}, {"id": "secret", "label": "In secret"}],
            "width": {"label": "How far off might you be, up or down?"},
            "hint": None,
        },
        {"id": "why", "kind": "text", "label": "Why there?", "words": None, "optional": False, "reach": FACILITATOR},
    ],
    "doors": True,
    "kept": "",
    "note_reach": FACILITATOR,
    "key": "test/being-seen",
}
GUESS = {
    "id": "chance",
    "kind": "number",
    "label": "Deal the labels out by chance: how often, in 100 times, is the difference at least this large?",
    "min": 0,
    "max": 100,
    "step": 1,
    "unit": "of 100",
    "hint": "The twenty results stay; the words “public” and “secret” are dealt out to them again.",
}
_AXIS = {"min": 0, "max": 120, "label": "choices for the group, of 120"}
_PUBLIC = [38, 44, 47, 51, 51, 58, 63, 66, 70, 78]
_SECRET = [22, 25, 31, 31, 35, 38, 42, 44, 47, 52]


def positions() -> dict[str, Any]:
    """Four lines between two claims."""
    claims = [
        (
            "return",
            "What comes back",
            "Share what you know and keep no account.",
            "Sharing lasts only where something comes back.",
        ),
        (
            "learn",
            "How it is learned",
            "A clear explanation spares wrong turns.",
            "Your own wrong turns teach what no explanation can.",
        ),
        (
            "fit",
            "Who it is shaped for",
            "Shape what you say for the person in front of you.",
            "Say it the same way to all, so that anyone can check it.",
        ),
        (
            "voice",
            "What comes first",
            "People speak up once they feel safe.",
            "People feel safe once someone has spoken up.",
        ),
    ]
    fields = [
        {
            "id": id,
            "kind": "position",
            "label": label,
            "left": left,
            "right": right,
            "sure": SURE,
            "none": "No idea yet",
        }
        for id, label, left, right in claims
    ]
    return {
        "prompt": "where-i-stand",
        "title": "Four lines, and where you stand on them",
        "intro": ["Put your mark anywhere on each line, then say how firmly it stands. The middle is a place too."],
        "reach": COUNT,
        "fields": fields,
        "doors": False,
        "kept": "Kept as you placed them. They come back when you have placed the four lines again.",
        "note_reach": FACILITATOR,
        "key": "test/where-i-stand",
    }


CHOICE: dict[str, Any] = {
    "prompt": "three-turns",
    "title": "Your turn",
    "intro": ["You are one of four people. Keep the chip, or give it to the group."],
    "reach": MINE,
    "fields": [
        {
            "id": "turn",
            "kind": "choice",
            "label": "First turn. Nobody learns who chose what.",
            "options": [{"id": "group", "label": "Give it to the group"}, {"id": "self", "label": "Keep it"}],
        },
        {
            "id": "others",
            "kind": "number",
            "label": "How many of the other three give?",
            "min": 0,
            "max": 3,
            "step": 1,
            "unit": "people",
        },
        {"id": "note", "kind": "text", "label": "What decided it?", "words": None, "optional": True},
    ],
    "doors": True,
    "kept": "",
    "note_reach": MINE,
    "key": "test/three-turns",
}


DOTS: dict[str, Any] = {
    "kind": "dots",
    "title": "Groups that were seen gave more, and they differ among themselves",
    "sentence": "Twenty groups; each diamond is one of them.",
    "of": "marks",
    "axis": _AXIS,
    "rows": [
        {"id": "public", "label": "In public", "values": _PUBLIC, "mean": 56.6},
        {"id": "secret", "label": "In secret", "values": _SECRET, "mean": 36.7},
    ],
    "table": {"head": ["Condition", "Groups", "Mean"], "rows": [["In public", 10, 56.6], ["In secret", 10, 36.7]]},
    "how": "Invented for the tests of this widget.",
}
GAP: dict[str, Any] = {
    "kind": "gap",
    "title": "A difference of 20 choices",
    "sentence": "Means of ten groups each.",
    "of": "marks",
    "axis": _AXIS,
    "rows": [
        {"id": "public", "label": "In public", "truth": 56.6},
        {"id": "secret", "label": "In secret", "truth": 36.7},
    ],
    "table": {"head": ["Condition", "Mean"], "rows": [["In public", 56.6], ["In secret", 36.7]]},
    "how": "Invented for the tests of this widget.",
}
_COUNTS = [2, 9, 31, 74, 128, 170, 172, 170, 126, 76, 30, 9, 3]
_BINS = [{"from": -26 + 4 * i, "to": -22 + 4 * i, "count": count} for i, count in enumerate(_COUNTS)]
SHUFFLE: dict[str, Any] = {
    "kind": "shuffle",
    "title": "Chance alone rarely gives a difference like this",
    "sentence": "1,000 times the twenty labels were dealt out anew; 12 times the difference was this large.",
    "said": [{"of": "guess", "with": "You expected {mine} of 100; it was 1.2.", "without": "That is 1.2 of 100."}],
    "axis": {"min": -26, "max": 26, "label": "public minus secret, labels dealt by chance"},
    "bins": _BINS,
    "observed": 19.9,
    "share": 0.012,
    "table": {"head": ["Difference", "Times"], "rows": [[f"{b['from']} to {b['to']}", b["count"]] for b in _BINS]},
    "how": "Invented for the tests of this widget.",
}
TEXT: dict[str, Any] = {
    "kind": "text",
    "title": "What was not measured",
    "paragraphs": ["They measure giving in a game, not speaking up in a room."],
}
_QUOTED = [
    {"of": ["marks", "public"], "with": "In public you expected {mine}. It was 57.", "without": "In public it was 57."},
    {"of": ["marks", "secret"], "with": "In secret you expected {mine}. It was 37.", "without": "In secret it was 37."},
]


def _refuse_if_asked(text: str) -> None:
    if "refuse me" in text:
        raise Refused("This text is refused by the test. Change it.")


class Controller:
    """A kernel side in a few lines: keeps what it is told, and unfolds the scenes in order."""

    def __init__(self, card: Mapping[str, Any]) -> None:
        self.card = card
        self.actions: list[dict[str, Any]] = []
        self.state: dict[str, Any] = {
            "stage": "open", "door": None, "answers": None, "at": None, "scenes": [], "guesses": [], "held": False,
            "recalled": [],
            "ask": None, "next": None, "explain": None, "explanation": None, "explained_at": None, "notes": [],
        }  # fmt: skip

    def act(self, action: Mapping[str, Any]) -> Mapping[str, Any]:
        self.actions.append(dict(action))
        getattr(self, f"_{action['do']}")(action)
        return self.state

    def _commit(self, action: Mapping[str, Any]) -> None:
        if any("refuse me" in str(answer) for answer in action["answers"].values()):
            raise Refused("This answer is refused by the test. Change it.")
        self.state |= {"stage": "committed", "door": "commit", "at": AT, "answers": action["answers"]}
        self._ahead()

    def _look(self, _action: Mapping[str, Any]) -> None:
        self.state |= {"stage": "committed", "door": "look", "at": AT}
        self._ahead()

    def _ahead(self) -> None:
        if not self.card["doors"]:
            return
        asks = [None, None, GUESS, None]
        labels = [
            "See the twenty groups",
            "See how far you were from them",
            "Deal the labels 1,000 times",
            "What was not measured",
        ]
        at = len(self.state["scenes"])
        self.state |= {"ask": asks[at] if at < 4 else None, "next": labels[at] if at < 4 else None}
        if at == 4:
            explain = {"label": "What do you make of the difference?", "quoted": _QUOTED, "reach": FACILITATOR}
            self.state |= {"explain": explain}

    def _unfold(self, action: Mapping[str, Any]) -> None:
        new = (DOTS, GAP, SHUFFLE, TEXT)[len(self.state["scenes"])]
        guesses = [*self.state["guesses"], action.get("answer")]
        self.state |= {"stage": "unfolded", "scenes": [*self.state["scenes"], new], "guesses": guesses}
        self._ahead()

    def _explain(self, action: Mapping[str, Any]) -> None:
        _refuse_if_asked(action["text"])
        self.state |= {"stage": "explained", "explanation": action["text"], "explained_at": AT}

    def _note(self, action: Mapping[str, Any]) -> None:
        _refuse_if_asked(action["text"])
        self.state |= {"notes": [*self.state["notes"], {"text": action["text"], "at": AT}]}


LEVELS = [
    {"points": 0, "label": "Not yet", "text": "The idea is named but no moment shows it."},
    {"points": 1, "label": "Begun", "text": "A moment is told; what it shows is left open."},
    {"points": 2, "label": "Clear", "text": "A moment is told, and what it shows is said."},
    {"points": 3, "label": "Telling", "text": "The moment also shows where the idea stops working."},
]
REFLECTION: dict[str, Any] = {
    "prompt": "why",
    "title": "What you would do differently",
    "question": [
        "Think of one time you passed on something you know. What did the other person hear?",
        "Name what you saw or heard that tells you so. If you can't tell, say what you would have to ask.",
    ],
    "reach": {
        "kind": "facilitator",
        "sentence": "Your facilitator reads this and writes to you about it. Earlier drafts stay with you.",
    },
    "words": [150, 300],
    "criteria": [
        {
            "id": "evidence",
            "title": "What you saw or heard",
            "asks": "Does the text tell a moment that a reader could picture?",
            "levels": LEVELS,
            "mine": None,
        },
        {
            "id": "other",
            "title": "The other person's view",
            "asks": "Does it tell their side, as they might tell it?",
            "levels": LEVELS,
            "mine": None,
        },
        {
            "id": "next",
            "title": "What comes next",
            "asks": "Does a next step follow from it?",
            "levels": LEVELS,
            "mine": None,
        },
    ],
    "key": "test/why",
}
ANSWER = (
    "I showed Mira how the scheduling sheet works. I talked for ten minutes; she nodded all through. "
    "Two days later she had built her own list beside it.\n\nI took the nodding for understanding. It was politeness."
)


def _mark(id: str, title: str, points: float | None, level: str, comment: str) -> dict[str, Any]:
    said = [{"kind": "p", "in": [{"kind": "text", "text": comment}]}] if comment else []
    return {
        "id": id,
        "title": title,
        "swapped": False,
        "max_points": 3,
        "folded": False,
        "points": points,
        "level": level,
        "before": None,
        "sentence": "",
        "comment": said,
        "suggestions": [],
        "self": None,
        "reply": None,
        "previous": None,
    }


FEEDBACK: dict[str, Any] = {
    "at": AT,
    "on": ANSWER,
    "criteria": [
        _mark(
            "evidence",
            "What you saw or heard",
            3,
            "Telling",
            "The list beside the sheet says more than any survey. What was on it?",
        ),
        _mark("other", "The other person's view", 1.5, "", "You call it politeness. What would Mira call it?"),
        _mark("next", "What comes next", None, "", ""),
    ],
    "changed": True,
}


class Desk:
    """A kernel side for the reflection: keeps each text, the last one first."""

    def __init__(self, saved: str = "", feedback: Mapping[str, Any] | None = None) -> None:
        self.texts = [saved] if saved else []
        self.actions: list[dict[str, Any]] = []
        self.feedback = feedback

    @property
    def state(self) -> dict[str, Any]:
        return self._state()

    def _state(self, shown: bool = False) -> dict[str, Any]:
        earlier = [{"draft": 1, "at": AT, "text": text} for text in reversed(self.texts[:-1])]
        return {
            "text": self.texts[-1] if self.texts else "", "at": AT if self.texts else None, "drafts": len(earlier),
            "versions": bool(earlier), "shown": earlier if shown else None,
            "compared": None, "grown": [], "swapped": None, "self": [],
            "feedback": self.feedback,
        }  # fmt: skip

    def act(self, action: Mapping[str, Any]) -> Mapping[str, Any]:
        self.actions.append(dict(action))
        if action["do"] == "drafts":
            return self._state(shown=True)
        _refuse_if_asked(action["text"])
        self.texts.append(action["text"])
        return self.state
