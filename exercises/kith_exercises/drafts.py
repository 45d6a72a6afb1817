"""Earlier versions of a text, kept small: each as the difference from the one before it."""

from typing import Any

__all__ = ["FULL_EVERY", "pack", "unpack"]

#: After so many differences a full copy is written, so that one damaged line costs at most this many drafts.
FULL_EVERY = 20


def pack(previous: str | None, text: str, *, since_full: int) -> dict[str, Any]:
    """What to store for ``text``: ``{"text"}`` in full, or the changed middle of ``previous``."""
    if previous is None or since_full >= FULL_EVERY:
        return {"text": text}
    head = _common(previous, text)
    tail = _common(previous[head:][::-1], text[head:][::-1])
    middle = text[head : len(text) - tail]
    return {"head": head, "tail": tail, "put": middle} if len(middle) < len(text) else {"text": text}


def unpack(previous: str | None, stored: Any) -> str | None:
    """The text that was stored, or None if it can't be known (the draft before it is damaged)."""
    match stored:
        case {"text": str(text)}:
            return text
        case {"head": int(head), "tail": int(tail), "put": str(put)} if previous is not None:
            if head < 0 or tail < 0 or head + tail > len(previous):
                return None
            return previous[:head] + put + previous[len(previous) - tail :]
    return None


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
