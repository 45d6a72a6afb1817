"""What people leave for those who come after them: their own words, offered by them, one text at a time.

``flagged`` names what in a text could tell who or when, before anybody offers it. It looks at the form of words and
knows no names, so it finds too much in some texts and too little in others, and says where it can't tell.
"""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

__all__ = ["NAMED", "STEP", "WORDS", "Flagged", "Note", "flagged", "note_of", "words_in"]

#: In a record that offers: its step, the name of the answer that gives a name, and under what the words stand.
STEP, NAMED, WORDS = "offer", "named", "words"
#: As many pieces are in no text, and longer ones nobody writes by hand.
_MOST, _LONGEST = 24, 8_000

_ADDRESS = re.compile(r"https?://\S+|www\.\S+|\S+@\S+")
_DATE = re.compile(r"\b\d{1,4}[./-]\d{1,2}(?:[./-](?:\d{1,4})?)?\b|\b(?:19|20)\d\d\b|(?<!\w)\+?\d[\d /-]{5,}\d\b")
_WORD = re.compile(r"[^\W\d_][^\W\d_’'-]*")
#: Where more than this share of the words within sentences begins with a capital, all nouns do, as in German.
_NOUNS = 0.2
_FEW = 8


@dataclass(frozen=True)
class Note:
    """One text that somebody left: on which question of which module, by which name ("" for none), and its words.

    ``id`` tells it from others.
    """

    id: str
    module: str
    prompt: str
    title: str
    name: str
    words: tuple[tuple[str, str], ...]


@dataclass(frozen=True)
class Flagged:
    """Words that could be names, dates or addresses; ``unsure`` where names can't be told from other words."""

    words: tuple[str, ...] = ()
    unsure: bool = False


def flagged(text: str) -> Flagged:
    """What to look at once more before a text goes to people whom its writer does not know.

    >>> flagged("Ask Mara on Monday, or in 2024.").words
    ('Mara', 'Monday', '2024')
    """
    plain = _ADDRESS.sub(" ", text)
    inside = [found for found in _WORD.finditer(plain) if not _begins(plain, found.start())]
    capital = [one for one in inside if one[0][0].isupper() and one[0].partition("’")[0].partition("'")[0] != "I"]
    unsure = len(inside) >= _FEW and len(capital) > _NOUNS * len(inside)
    found = [(one.start(), one[0]) for one in capital if not unsure]
    others = [one for pattern in (_ADDRESS, _DATE) for one in pattern.finditer(text)]
    found += [(one.start(), one[0].rstrip(".,;:!?)”")) for one in others]
    return Flagged(tuple(dict.fromkeys(word for _, word in sorted(found))), unsure)


def _begins(text: str, at: int) -> bool:
    """Whether a word stands at the beginning of a sentence, or of a line."""
    before = text[:at].rstrip(" \t\"“”„»«‘'(–-")
    return not before or before[-1] in ".?!:;…\n"


def words_in(found: object) -> tuple[tuple[str, str], ...]:
    """Pieces of a text, each with what it answers, as a card writes them; none of what has not that form."""
    if not isinstance(found, Sequence) or isinstance(found, str | bytes) or len(found) > _MOST:
        return ()
    pieces = tuple((one[0], one[1]) for one in found if isinstance(one, list | tuple) and len(one) == 2)
    fits = all(isinstance(text, str) and len(text) <= _LONGEST for piece in pieces for text in piece)
    return pieces if fits and len(pieces) == len(found) else ()


def note_of(found: Any) -> Note | None:
    """A note as a file has it; None for what is none."""
    if not isinstance(found, Mapping):
        return None
    texts = {name: found.get(name) for name in ("id", "module", "prompt", "title", "name")}
    words = words_in(found.get(WORDS))
    if not words or not all(isinstance(text, str) and len(text) <= _LONGEST for text in texts.values()):
        return None
    return Note(**{name: str(text) for name, text in texts.items()}, words=words)
