"""Earlier versions of a text, kept small: a long one as what it took over from one before it, and what is new in it."""

import re
from itertools import pairwise
from typing import Any

__all__ = ["Piece", "apply", "difference", "unpack"]

#: A stretch of the base, ``[start, length]``, or new text.
Piece = str | list[int]

#: Below so many characters, what changed is kept as it is and not searched for what it has in common.
_SHORT = 400
#: A text is cut behind these characters, one in 64 of all there are; in a Latin script that is “m”.
_CUT = re.compile("[" + "".join(re.escape(chr(number)) for number in range(ord("m") % 64, 0x10000, 64)) + "]")


def difference(base: str, text: str) -> list[Piece]:
    """The pieces that make ``text`` out of ``base``."""
    head = _common(base, text)
    tail = _common(base[head:][::-1], text[head:][::-1])
    old, new = base[head : len(base) - tail], text[head : len(text) - tail]
    pieces: list[Piece] = [[0, head]]
    pieces += [new] if len(new) <= _SHORT else _shared(old, new, head)
    pieces.append([len(base) - tail, tail])
    return _joined(pieces)


def apply(base: str, pieces: Any) -> str | None:
    """The text that the pieces make out of ``base``, or None if they can't have been made from it."""
    if not isinstance(pieces, list):
        return None
    found = []
    for piece in pieces:
        match piece:
            case str(new):
                found.append(new)
            case [int(start), int(length)] if start >= 0 and 0 <= length <= len(base) - start:
                found.append(base[start : start + length])
            case _:
                return None
    return "".join(found)


def unpack(previous: str | None, stored: Any) -> str | None:
    """The text that journals up to version 1 stored: whole, or as the changed middle of the text before it."""
    match stored:
        case {"text": str(text)}:
            return text
        case {"head": int(head), "tail": int(tail), "put": str(put)} if previous is not None:
            if head < 0 or tail < 0 or head + tail > len(previous):
                return None
            return previous[:head] + put + previous[len(previous) - tail :]
    return None


def _shared(old: str, new: str, offset: int) -> list[Piece]:
    """The pieces of ``new``, where ``old`` begins at ``offset`` in the base."""
    where = {chunk: start for start, chunk in reversed(list(_chunks(old)))}
    pieces: list[Piece] = []
    follows = -1  # where the base goes on after the last stretch taken from it
    for _, chunk in _chunks(new):
        start = follows if follows >= 0 and old.startswith(chunk, follows) else where.get(chunk, -1)
        pieces.append([offset + start, len(chunk)] if start >= 0 else chunk)
        follows = start + len(chunk) if start >= 0 else -1
    return pieces


def _chunks(text: str) -> list[tuple[int, str]]:
    """The text cut where what it says asks for it, so that a change moves no cut but those beside it."""
    ends = [found.end() for found in _CUT.finditer(text)]
    return [(start, text[start:end]) for start, end in pairwise([0, *ends, len(text)]) if end > start]


def _joined(pieces: list[Piece]) -> list[Piece]:
    """The same pieces, as few as may be."""
    joined: list[Piece] = []
    for piece in pieces:
        last = joined[-1] if joined else None
        if isinstance(piece, str):
            if isinstance(last, str):
                joined[-1] = last + piece
            elif piece:
                joined.append(piece)
        elif piece[1]:
            if isinstance(last, list) and last[0] + last[1] == piece[0]:
                joined[-1] = [last[0], last[1] + piece[1]]
            else:
                joined.append(piece)
    return joined


def _common(first: str, second: str) -> int:
    """Length of the common start, found by halving (string comparison is fast, loops are not)."""
    low, high = 0, min(len(first), len(second))
    while low < high:
        middle = (low + high + 1) // 2
        if first[:middle] == second[:middle]:
            low = middle
        else:
            high = middle - 1
    return low
