"""An answer as escaped HTML, for whoever marks it or reads feedback on it: no widget, no kernel.

What a facilitator may not read by name (a count, what is the learner's own) is named and not shown.
"""

from collections.abc import Sequence
from html import escape

from kith_exercises.cards.fold import explanation_reach, first_door
from kith_exercises.cards.reflection import text_of
from kith_exercises.definitions import FoldPrompt, TextPrompt
from kith_exercises.journal import Reach, Record
from kith_exercises.reaches import seen_by_facilitator
from kith_widgets.words import say

__all__ = ["fold_html", "text_html"]


def text_html(prompt: TextPrompt, records: Sequence[Record]) -> str:
    """A written answer; line breaks and spaces stay as typed."""
    if not seen_by_facilitator(prompt.reach):
        return _page(prompt.title, _hidden(prompt.reach))
    text = text_of(records)
    if text is None or not text.strip():
        return _page(prompt.title, _note(say("noAnswer")))
    return _page(prompt.title, _quoted(text))


def fold_html(prompt: FoldPrompt, records: Sequence[Record]) -> str:
    """What a facilitator may read of a fold: never a count, nor which door was taken."""
    answers = first_door(prompt, records).answers or {}
    shown = [_hidden(prompt.reach)] if not seen_by_facilitator(prompt.reach) else []
    shown += [
        f"<div>{escape(field.label)}</div>{_quoted(field.read(answers[field.id]))}"
        for field in prompt.fields
        if seen_by_facilitator(field.reach or prompt.reach) and field.id in answers
    ]
    if seen_by_facilitator(explanation_reach(prompt)):
        shown += [f"<div>{escape(label)}</div>{_quoted(text)}" for label, text in _said_after(prompt, records)]
    return _page(prompt.title, "".join(shown) or _note(say("notAnswered")))


def _said_after(prompt: FoldPrompt, records: Sequence[Record]) -> list[tuple[str, str]]:
    labels = {"explain": prompt.explain or say("explanation"), "note": say("noteLater")}
    return [(labels[r.event], r.value) for r in records if r.event in labels and isinstance(r.value, str)]


def _hidden(reach: Reach) -> str:
    return _note(say(_UNSEEN[reach]))


_UNSEEN: dict[Reach, str] = {"mine": "hiddenMine", "partner": "hiddenPartner", "count": "hiddenCount"}


def _note(sentence: str) -> str:
    return f"<div><em>{escape(sentence)}</em></div>"


def _quoted(text: str) -> str:
    # NUL and lone surrogates can't stand in HTML; they are shown as the replacement sign, the journal keeps them.
    safe = text.replace("\0", "\ufffd").encode("utf-8", "replace").decode("utf-8")
    # Only elements that pass both sanitisers of formgrader and feedback; a page that shows "<br>" helps nobody.
    lines = [line or "\u00a0" for line in escape(safe).replace("  ", "\u00a0 ").splitlines()]
    return f'<blockquote dir="auto">{"".join(f"<div>{line}</div>" for line in lines)}</blockquote>'


def _page(title: str, body: str) -> str:
    return f"<div><strong>{escape(title)}</strong></div>{body}"
