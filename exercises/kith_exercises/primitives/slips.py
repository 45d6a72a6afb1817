"""What is wrong in what a module holds back: a sentence, what to do about it, and the table in which it stands."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

__all__ = ["Slip", "is_page", "said_twice", "unread"]


@dataclass(frozen=True)
class Slip:
    """One slip; ``key`` and ``n`` (from 1) say which table of a list it is about, where it is about one."""

    what: str
    remedy: str = ""
    key: str = ""
    n: int = 0


def is_page(found: object) -> bool:
    """Whether this can be shown as a page: a title, and paragraphs."""
    match found:
        case {"title": str(), "paragraphs": [*paragraphs]}:
            return all(isinstance(one, str) for one in paragraphs)
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
