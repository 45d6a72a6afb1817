"""What a page says of its journal when it is opened: what could not be read, and answers that nothing asks for now."""

import json
from collections.abc import Iterator, Mapping, Sequence
from html import escape
from typing import Any

from kith_exercises.definitions import Prompt
from kith_exercises.journal import Journal, Record, outbound
from kith_widgets.words import say

__all__ = ["opening_html"]

_ANSWERS = ("text", "commit", "explain", "note")


def opening_html(journal: Journal, prompts: Mapping[str, Prompt]) -> str:
    """Escaped HTML for the opening cell, or nothing where there is nothing to tell.

    A notebook is submitted with what its cells show. So of the answers to questions that a newer course took out, only
    those are shown that travel anyway; where the others lie is said.
    """
    told = [_line(sentence) for sentence in journal.notices()]
    orphans = [
        one for one in journal.read().records if one.prompt and one.prompt not in prompts and one.event in _ANSWERS
    ]
    shown = outbound(orphans)
    if shown:
        told.append(
            f"<details><summary>{escape(say('removedPrompts', n=len(shown)))}</summary>{_answers(shown)}</details>"
        )
    private = {one.prompt for one in orphans if one.reach == "mine"}
    if private:
        told.append(_line(say("removedMine", n=len(private), file=str(journal.private))))
    return f'<div style="padding-inline:4px">{"".join(told)}</div>' if told else ""


def _line(sentence: str) -> str:
    return f"<p>{escape(sentence)}</p>"


def _answers(records: Sequence[Record]) -> str:
    return "".join(
        f"<p>{escape(record.prompt)}, {escape(record.at[:10])}</p>"
        f'<blockquote dir="auto" style="white-space:pre-wrap">{escape(_whole(_said(record.value)))}</blockquote>'
        for record in records
    )


def _said(value: Any) -> str:
    """An answer in words, without the question that knew what its parts meant."""
    if isinstance(value, dict):
        return "\n".join(_parts(value))
    return value if isinstance(value, str) else json.dumps(value, ensure_ascii=False)


def _parts(value: Mapping[str, Any]) -> Iterator[str]:
    for name, part in value.items():
        yield f"{name}: {part if isinstance(part, str) else json.dumps(part, ensure_ascii=False)}"


def _whole(text: str) -> str:
    # Neither can stand in HTML; the journal keeps them.
    return text.replace("\0", "\ufffd").encode("utf-8", "replace").decode("utf-8")
