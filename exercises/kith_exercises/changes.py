"""How a text changed: what stayed, what went, what came, in stretches that a person can read.

Sentences are compared first, so that a passage that moved or was written anew stands as a whole; then the words
inside what differs. Long texts cost little more than short ones: what can't be matched cheaply counts as rewritten.
"""

import re
from bisect import bisect_left
from collections import Counter
from collections.abc import Iterator, Sequence
from difflib import SequenceMatcher
from itertools import pairwise
from typing import Literal, NamedTuple

__all__ = ["Segment", "difference"]

#: A sentence ends after one of these signs and the space behind it, and a line ends too.
_SENTENCE_END = re.compile(r"(?<=[.!?…])[\"'”’»)\]]?\s+|[。！？]|\n\s*")
_END = re.compile(r"[.!?…。！？]+[\"'”’»)\]]?")
_WORD = re.compile(r"\s+|[.,;:!?()\[\]{}\"“”„«»…—–]+|[^\s.,;:!?()\[\]{}\"“”„«»…—–]+")

#: So many pairs of words are compared one by one, all in all; beyond that, only words that occur once lead the way.
_PAIRS = 1_000_000
_DEPTH = 20
#: What stayed between two changes must be at least so many words, or it reads as one change.
_ISLAND = 3


class Segment(NamedTuple):
    """A stretch of text that is in both versions, in the first alone, or in the last alone."""

    kind: Literal["same", "gone", "new"]
    text: str


class _Hunk(NamedTuple):
    """What was replaced by what; if both are equal, nothing was."""

    gone: str
    new: str

    @property
    def same(self) -> bool:
        return self.gone == self.new


def difference(first: str, last: str) -> tuple[Segment, ...]:
    """The way from one text to the other. *same* and *gone* together are the first, *same* and *new* the last.

    >>> [tuple(segment) for segment in difference("I was tired.", "I was wrong.")]
    [('same', 'I was '), ('gone', 'tired'), ('new', 'wrong'), ('same', '.')]
    """
    effort = _Effort(_PAIRS)
    hunks: list[_Hunk] = []
    for gone, new in _aligned(_sentences(first), _sentences(last), effort):
        if gone == new:
            hunks.append(_Hunk("".join(gone), "".join(new)))
        else:
            words = _aligned(_words(gone), _words(new), effort)
            hunks += [_Hunk("".join(before), "".join(after)) for before, after in words]
    return tuple(_segments(_slid(_tidied(hunks))))


class _Effort:
    """How many pairs may still be compared."""

    def __init__(self, pairs: int) -> None:
        self._left = pairs

    def allows(self, pairs: int) -> bool:
        if pairs > self._left:
            return False
        self._left -= pairs
        return True


_Tokens = Sequence[str]


def _aligned(old: _Tokens, new: _Tokens, effort: _Effort, depth: int = 0) -> Iterator[tuple[_Tokens, _Tokens]]:
    """The two lists as pairs of stretches: equal ones, and what stands between them."""
    head = _common(old, new)
    yield from _pair(old[:head], new[:head])
    old, new = old[head:], new[head:]
    tail = _common(old[::-1], new[::-1])
    inner_old, inner_new = old[: len(old) - tail], new[: len(new) - tail]
    at_old, at_new = 0, 0
    for i, j, length in _anchors(inner_old, inner_new, effort, depth):
        yield from _between(inner_old[at_old:i], inner_new[at_new:j], effort, depth)
        yield from _pair(inner_old[i : i + length], inner_new[j : j + length])
        at_old, at_new = i + length, j + length
    if at_old or at_new:
        yield from _between(inner_old[at_old:], inner_new[at_new:], effort, depth)
    else:
        yield from _pair(inner_old, inner_new)
    yield from _pair(old[len(old) - tail :], new[len(new) - tail :])


def _between(old: _Tokens, new: _Tokens, effort: _Effort, depth: int) -> Iterator[tuple[_Tokens, _Tokens]]:
    if old and new and depth < _DEPTH:
        yield from _aligned(old, new, effort, depth + 1)
    else:
        yield from _pair(old, new)


def _pair(old: _Tokens, new: _Tokens) -> Iterator[tuple[_Tokens, _Tokens]]:
    if old or new:
        yield old, new


def _anchors(old: _Tokens, new: _Tokens, effort: _Effort, depth: int) -> list[tuple[int, int, int]]:
    """Where both surely have the same, in order: tokens that occur once in each, or else the longest stretches."""
    if not old or not new:
        return []
    once_old, once_new = _once(old), _once(new)
    unique = _rising([(i, once_new[token]) for token, i in once_old.items() if token in once_new])
    if unique:
        return [(i, j, 1) for i, j in unique]
    if depth < _DEPTH and effort.allows(len(old) * len(new)):
        blocks = SequenceMatcher(None, old, new, autojunk=False).get_matching_blocks()
        return [(block.a, block.b, block.size) for block in blocks if block.size]
    return []


def _once(tokens: _Tokens) -> dict[str, int]:
    """The tokens that occur once, with their places in order."""
    counts = Counter(tokens)
    return {token: place for place, token in enumerate(tokens) if counts[token] == 1}


def _rising(pairs: list[tuple[int, int]]) -> list[tuple[int, int]]:
    """As many of the pairs as can be had with both numbers rising; the first numbers rise already."""
    ends: list[int] = []  # the smallest last number of a chain of each length, and which pair that is
    at: list[int] = []
    before: list[int] = []
    for place, (_, j) in enumerate(pairs):
        length = bisect_left(ends, j)
        before.append(at[length - 1] if length else -1)
        ends[length : length + 1] = [j]
        at[length : length + 1] = [place]
    chain = []
    place = at[-1] if at else -1
    while place >= 0:
        chain.append(pairs[place])
        place = before[place]
    return chain[::-1]


def _tidied(hunks: list[_Hunk]) -> list[_Hunk]:
    """The same in fewer, longer stretches: a few words that stayed between two changes read as part of them."""
    tidy: list[_Hunk] = []
    for hunk in hunks:
        tidy.append(hunk)
        while len(tidy) >= 2 and tidy[-1].same == tidy[-2].same:
            tidy[-2:] = [_together(tidy[-2:])]
        while len(tidy) >= 3 and not tidy[-1].same and _is_small(*tidy[-3:]):
            tidy[-3:] = [_together(tidy[-3:])]
    return tidy


def _slid(hunks: list[_Hunk]) -> list[_Hunk]:
    """The same, where what was only put in or taken out does not begin with the end of the sentence before it."""
    slid = list(hunks)
    for place in range(1, len(hunks) - 1):
        before, change, after = slid[place - 1 : place + 2]
        moves = 0
        if before.same and after.same and not all(change):
            end = _END.match(change.gone or change.new)
            moves = end.end() if end and after.gone.startswith(end[0]) else 0
        if moves and (len(after.gone) > moves or place + 2 == len(hunks)):
            end_of = after.gone[:moves]
            slid[place - 1] = _together([before, _Hunk(end_of, end_of)])
            slid[place] = _Hunk(*(text and text[moves:] + end_of for text in change))
            slid[place + 1] = _Hunk(after.gone[moves:], after.new[moves:])
    return [hunk for hunk in slid if any(hunk)]


def _is_small(before: _Hunk, island: _Hunk, after: _Hunk) -> bool:
    if len(island.gone.split()) < _ISLAND:
        return True
    return len(island.gone) <= min(max(map(len, before)), max(map(len, after)))


def _together(hunks: Sequence[_Hunk]) -> _Hunk:
    return _Hunk("".join(hunk.gone for hunk in hunks), "".join(hunk.new for hunk in hunks))


def _segments(hunks: list[_Hunk]) -> Iterator[Segment]:
    for hunk in hunks:
        if hunk.same:
            yield Segment("same", hunk.gone)
            continue
        if hunk.gone:
            yield Segment("gone", hunk.gone)
        if hunk.new:
            yield Segment("new", hunk.new)


def _sentences(text: str) -> list[str]:
    ends = [found.end() for found in _SENTENCE_END.finditer(text)]
    return [text[start:end] for start, end in pairwise([0, *ends, len(text)]) if end > start]


def _words(sentences: _Tokens) -> list[str]:
    return _WORD.findall("".join(sentences))


def _common(first: _Tokens, second: _Tokens) -> int:
    """How many tokens both begin with."""
    for place, (one, other) in enumerate(zip(first, second, strict=False)):
        if one != other:
            return place
    return min(len(first), len(second))
