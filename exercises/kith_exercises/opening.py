"""What a page says of its journal when it is opened: what could not be read, and answers that nothing asks for now."""

from collections.abc import Mapping, Sequence

from kith_exercises.definitions import Prompt
from kith_exercises.escaping import plain
from kith_exercises.journal import Journal, Record
from kith_exercises.unasked import in_words, unasked
from kith_widgets.words import say

__all__ = ["opening_html"]


def opening_html(journal: Journal, prompts: Mapping[str, Prompt]) -> str:
    """Escaped HTML for the opening cell, or nothing where there is nothing to tell.

    What a cell shows lies in the notebook's file. Kith leaves it out when it submits; nbgrader's own submit would not,
    and a file may be sent to anybody. So of the answers to questions that a newer course took out, those that are for
    the learner alone are not shown; it is said where they can be read.
    """
    told = [_line(sentence) for sentence in journal.notices()]
    answers = unasked(journal.read().records, prompts)
    shown = {id: [one for one in found if one.reach != "mine"] for id, found in answers.items()}
    seen = [id for id, found in shown.items() if found]
    if seen:
        summary = plain(say("removedPrompts", n=len(seen)))
        told.append(f"<details><summary>{summary}</summary>{''.join(_answers(shown[id]) for id in seen)}</details>")
    private = [id for id, found in answers.items() if any(one.reach == "mine" for one in found)]
    if private:
        told.append(_line(say("removedMine", n=len(private), mywork=say("workTitle"))))
    return f'<div style="padding-inline:4px">{"".join(told)}</div>' if told else ""


def _line(sentence: str) -> str:
    return f"<p>{plain(sentence)}</p>"


def _answers(records: Sequence[Record]) -> str:
    return "".join(
        f"<p>{plain(record.prompt)}, {plain(record.at[:10])}</p>"
        f'<blockquote dir="auto" style="white-space:pre-wrap">{plain(in_words(record.value))}</blockquote>'
        for record in records
    )
