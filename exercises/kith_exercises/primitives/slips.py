"""What is wrong in what a module holds back: a sentence, what to do about it, and the table in which it stands."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from kith_exercises.fields import Field, Text

__all__ = ["Slip", "fits", "is_page", "is_text", "said_twice", "too_few", "unread"]


@dataclass(frozen=True)
class Slip:
    """One slip; ``key`` and ``n`` (from 1) say which table of a list it is about, where it is about one."""

    what: str
    remedy: str = ""
    key: str = ""
    n: int = 0


def is_text(found: object) -> bool:
    """Whether this is a text with something in it."""
    return isinstance(found, str) and bool(found.strip())


def fits(field: Field, given: object) -> bool:
    """Whether this is what a field asks for; blanks are nothing."""
    try:
        checked = field.check(given)
    except ValueError:
        return False
    return not isinstance(field, Text) or field.optional or is_text(checked)


def too_few(key: str, there: int, needed: int, lower: str) -> Iterator[Slip]:
    """That a list holds fewer than are asked for under ``lower`` of prompts.toml."""
    if there < needed:
        yield Slip(f"“{key}” has {there} of the {needed} that are met alone", f"write the others, or lower {lower}")


def is_page(found: object) -> bool:
    """Whether this can be shown as a page: a title, and paragraphs."""
    match found:
        case {"title": title, "paragraphs": [*paragraphs]}:
            return all(is_text(one) for one in (title, *paragraphs))
    return False


def said_twice(texts: Sequence[str]) -> Iterator[tuple[int, int]]:
    """The places (from 0) of each text that a reader has met before, and of where that was.

    How it is spaced, and whether letters are large, makes no other text of it.
    """
    first: dict[str, int] = {}
    for place, text in enumerate(texts):
        earlier = first.setdefault(" ".join(text.split()).casefold(), place)
        if earlier != place:
            yield place, earlier


def unread(table: Mapping[str, Any], keys: Sequence[str], *, key: str = "", n: int = 0) -> Iterator[Slip]:
    """The keys of a table that nothing reads."""
    for name in table:
        if name not in keys:
            yield Slip(
                f"there is no such key as “{name}”", f"look for a typing slip; it may be {_listed(keys)}", key, n
            )


def _listed(keys: Sequence[str]) -> str:
    return " or ".join([", ".join(keys[:-1]), keys[-1]] if len(keys) > 1 else keys)
