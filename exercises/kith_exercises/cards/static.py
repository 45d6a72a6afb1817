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
        return _page(prompt.title, "<p><em>No answer was written.</em></p>")
    target = f", asked for {prompt.words[0]} to {prompt.words[1]}" if prompt.words else ""
    return _page(prompt.title, f"{_quoted(text)}<p>{len(text.split()):,} words{target}</p>")


def fold_html(prompt: FoldPrompt, records: Sequence[Record]) -> str:
    """What a facilitator may read of a fold, and which door was taken."""
    if prompt.reach == "mine":
        return _page(prompt.title, _hidden("mine"))
    answers = answers_of(prompt, records)
    if answers is None:
        looked = any(record.event == "look" for record in records)
        return _page(prompt.title, f"<p><em>{'Looked without predicting.' if looked else 'Not answered.'}</em></p>")
    rows = []
    for field in prompt.fields:
        reach = field.reach or prompt.reach
        shown = _quoted(field.read(answers[field.id])) if seen_by_facilitator(reach) else _hidden(reach)
        rows.append(f"<p>{escape(field.label)}</p>{shown}")
    if seen_by_facilitator(explanation_reach(prompt)):
        rows += [f"<p>{escape(label)}</p>{_quoted(text)}" for label, text in _said_after(prompt, records)]
    end = "Came to the end." if came_to_the_end(prompt, records) else "Committed; not everything is unfolded."
    return _page(prompt.title, "".join(rows) + f"<p>{end}</p>")


def _said_after(prompt: FoldPrompt, records: Sequence[Record]) -> list[tuple[str, str]]:
    labels = {"explain": prompt.explain or "Explanation", "note": "A note added later"}
    return [(labels[r.event], r.value) for r in records if r.event in labels and isinstance(r.value, str)]


def _hidden(reach: str) -> str:
    if reach == "mine":
        return "<p><em>The learner's own; it is not part of the submission.</em></p>"
    return "<p><em>Answered; it shows only inside figures of five people or more.</em></p>"


def _quoted(text: str) -> str:
    # NUL and lone surrogates can't stand in HTML; they are shown as the replacement sign, the journal keeps them.
    safe = text.replace("\0", "\ufffd").encode("utf-8", "replace").decode("utf-8")
    # Structure only, no style: this passes the sanitiser of formgrader and feedback unchanged.
    lines = escape(safe).replace("  ", "\u00a0 ").splitlines()
    return f'<blockquote dir="auto">{"<br>".join(lines)}</blockquote>'


def _page(title: str, body: str) -> str:
    return f"<h4>{escape(title)}</h4>{body}"
