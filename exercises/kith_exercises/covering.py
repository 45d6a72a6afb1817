"""A word that must not be read by the way, such as the one that a lot has drawn: covered, and uncovered again.

It is no secret (see ``docs/sealed.md``): whoever takes a page apart, and knows this module, can read it.
"""

from hashlib import shake_256

__all__ = ["covered", "uncovered"]

#: What is covered is filled up to a multiple of so many bytes, so that its length tells nothing.
_BLOCK = 32


def covered(word: str, about: str) -> str:
    """The word as it may lie in a page; the same word about something else looks different."""
    raw = word.encode("utf-8", "surrogatepass")
    return _turned(raw + bytes(-len(raw) % _BLOCK), about).hex()


def uncovered(cover: str, about: str) -> str:
    """The word under a cover; empty where there is none that can be read."""
    try:
        return _turned(bytes.fromhex(cover), about).rstrip(b"\0").decode("utf-8", "surrogatepass")
    except ValueError:
        return ""


def _turned(data: bytes, about: str) -> bytes:
    stream = shake_256(about.encode("utf-8", "surrogatepass")).digest(len(data))
    return bytes(one ^ other for one, other in zip(data, stream, strict=True))
