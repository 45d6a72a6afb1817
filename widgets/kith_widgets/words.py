"""What Python says to learners, in the active language; the browser's words stand in the same files.

``words/<language>.json`` holds one language, so a file more is a language more. Python's sentences lie under "kernel".
"""

import json
import os
import re
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from contextvars import ContextVar
from datetime import datetime
from functools import cache
from pathlib import Path
from typing import Any

__all__ = ["Value", "digits", "language", "languages", "moment", "say", "speaking", "vocabulary"]

#: What a sentence is filled with: text as it is, numbers and lists as people of the language write them.
Value = str | float | Sequence[str]

_FOLDER = Path(__file__).parent / "words"
_USUAL = "en"
_SPOKEN: ContextVar[str | None] = ContextVar("spoken", default=None)


@cache
def languages() -> tuple[str, ...]:
    """The languages there are, by their codes."""
    return tuple(sorted(path.stem for path in _FOLDER.glob("*.json")))


def language(chosen: str | None = None) -> str:
    """The language to speak: the chosen one, that of ``speaking``, of the variable KITH_LANGUAGE, or English.

    Raises ValueError with a sentence where there is no such language.
    """
    found = chosen or _SPOKEN.get() or os.environ.get("KITH_LANGUAGE") or _USUAL
    if found not in languages():
        msg = f"Kith does not speak “{found}”. Set KITH_LANGUAGE to one of: {', '.join(languages())}."
        raise ValueError(msg)
    return found


@cache
def vocabulary(code: str) -> Mapping[str, Any]:
    """All words of one language, as its file has them."""
    words: Mapping[str, Any] = json.loads((_FOLDER / f"{code}.json").read_text(encoding="utf-8"))
    return words


def say(key: str, /, **values: Value) -> str:
    """The sentence of that name in the active language; a plural form is chosen by the value ``n``.

    >>> say("outOfRange", label="In public", min=0, max=1200)
    '“In public” must lie between 0 and 1,200.'
    """
    code = language()
    sentence = vocabulary(code)["kernel"][key]
    if isinstance(sentence, dict):
        sentence = sentence.get(_plural(values["n"], code), sentence["other"])
    return re.sub(r"\{(\w+)\}", lambda found: _written(values[found[1]], code), sentence)


@contextmanager
def speaking(code: str) -> Iterator[None]:
    """Another language than that of the variable, within: a figure is worked out in the language of its home."""
    before = _SPOKEN.set(code)
    try:
        yield
    finally:
        _SPOKEN.reset(before)


def digits(value: float) -> str:
    """A number with all the digits that it was rounded to, as people of the active language write it."""
    from babel.numbers import get_decimal_symbol

    told = f"{value + 0.0:.10g}".replace("-", "−")
    return told.replace(".", get_decimal_symbol(_locale(language()))) if "." in told else told


def moment(at: datetime) -> str:
    """Day and time where this machine stands, as people of the active language write them."""
    from babel.dates import format_date, format_time

    here, locale = at.astimezone(), _locale(language())
    return f"{format_date(here, 'long', locale=locale)}, {format_time(here, 'short', locale=locale)}"


# Babel is imported where it is used: most sentences hold no number.


@cache
def _locale(code: str) -> Any:
    from babel import Locale

    # A language's code is that of the web, as in "pt-BR".
    return Locale.parse(code, sep="-")


def _plural(number: Any, code: str) -> str:
    return str(_locale(code).plural_form(number))


def _written(value: Value, code: str) -> str:
    if isinstance(value, str):
        return value
    if isinstance(value, int | float):
        from babel.numbers import format_decimal

        return format_decimal(value, locale=_locale(code))
    from babel.lists import format_list

    return format_list(value, locale=_locale(code))
