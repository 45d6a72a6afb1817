"""The calls by which a page shows a question; a module of its own, so that who reads pages needs no widgets."""

import re

__all__ = ["SHOWS", "shown_in"]

#: The words that show a question: ``kith.fold("being-seen")``, or a part of one: ``kith.activity("story", "tell")``.
SHOWS = ("fold", "reflection", "activity")

_SHOWN = re.compile(rf"\bkith\.(?:{'|'.join(SHOWS)})\(\s*[\"']([^\"']+)[\"']\s*(?:,\s*[\"']([^\"']+)[\"']\s*)?\)")


def shown_in(code: str) -> tuple[tuple[str, str], ...]:
    """The questions that code shows and which part of each, in order and each once; the part is mostly empty."""
    return tuple(dict.fromkeys((prompt, part) for prompt, part in _SHOWN.findall(code)))
