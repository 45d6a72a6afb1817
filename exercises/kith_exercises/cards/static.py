"""An answer as escaped HTML, for whoever marks it or reads feedback on it: no widget, no kernel.

What a facilitator may not read by name (a count, what is the learner's own) is named and not shown.
"""

from collections.abc import Sequence
from html import escape

from kith_exercises.cards.fold import answers_of, came_to_the_end, explanation_reach
from kith_exercises.cards.reflection import text_of
from kith_exercises.definitions import FoldPrompt, TextPrompt
from kith_exercises.journal import Record
from kith_exercises.reaches import seen_by_facilitator

__all__ = ["fold_html", "text_html"]


def text_html(prompt: TextPrompt, records: Sequence[Record]) -> str:
    """A written answer with its length; line breaks and spaces stay as typed."""
    if not seen_by_facilitator(prompt.reach):
        return _page(prompt.title, _hidden(prompt.reach))
    text = text_of(records)
    if text is None or not text.strip():
        return _page(prompt.title, "<div><em>No answer was written.</em></div>")
    target = f", asked for {prompt.words[0]} to {prompt.words[1]}" if prompt.words else ""
    return _page(prompt.title, f"{_quoted(text)}<div>{len(text.split()):,} words{target}</div>")


def fold_html(prompt: FoldPrompt, records: Sequence[Record]) -> str:
    """What a facilitator may read of a fold, and which door was taken."""
    if prompt.reach == "mine":
        return _page(prompt.title, _hidden("mine"))
    answers = answers_of(prompt, records)
    if answers is None:
        looked = any(record.event == "look" for record in records)
        return _page(prompt.title, f"<div><em>{'Looked without predicting.' if looked else 'Not answered.'}</em></div>")
    rows = []
    for field in prompt.fields:
        reach = field.reach or prompt.reach
        shown = _quoted(field.read(answers[field.id])) if seen_by_facilitator(reach) else _hidden(reach)
        rows.append(f"<div>{escape(field.label)}</div>{shown}")
    if seen_by_facilitator(explanation_reach(prompt)):
        rows += [f"<div>{escape(label)}</div>{_quoted(text)}" for label, text in _said_after(prompt, records)]
    end = "Came to the end." if came_to_the_end(prompt, records) else "Committed; not everything is unfolded."
    return _page(prompt.title, "".join(rows) + f"<div>{end}</div>")


def _said_after(prompt: FoldPrompt, records: Sequence[Record]) -> list[tuple[str, str]]:
    labels = {"explain": prompt.explain or "Explanation", "note": "A note added later"}
    return [(labels[r.event], r.value) for r in records if r.event in labels and isinstance(r.value, str)]


def _hidden(reach: str) -> str:
    if reach == "mine":
        return "<div><em>The learner's own; it is not part of the submission.</em></div>"
    return "<div><em>Answered; it shows only inside figures of five people or more.</em></div>"


def _quoted(text: str) -> str:
    # NUL and lone surrogates can't stand in HTML; they are shown as the replacement sign, the journal keeps them.
    safe = text.replace("\0", "\ufffd").encode("utf-8", "replace").decode("utf-8")
    # Only elements that pass both sanitisers of formgrader and feedback; a page that shows "<br>" helps nobody.
    lines = [line or "\u00a0" for line in escape(safe).replace("  ", "\u00a0 ").splitlines()]
    return f'<blockquote dir="auto">{"".join(f"<div>{line}</div>" for line in lines)}</blockquote>'


def _page(title: str, body: str) -> str:
    return f"<div><strong>{escape(title)}</strong></div>{body}"
