"""Who comes when, and under which name: what a page gets tells one learner from another by a number alone.

All of it hangs on one secret key of a home, so neither a name nor a seat can be worked out from outside, and every
marker finds the same order.
"""

import hmac
import math
import os
import secrets
from collections.abc import Iterable
from contextlib import suppress
from pathlib import Path

from kith_facilitator.home import Home

__all__ = ["Order", "desk_folder", "order_of", "share_of"]

#: How many answers to a question a second marker reads at least, and which part of them.
_LEAST, _PART = 10, 0.2


def desk_folder(home: Home) -> Path:
    """Where the desk keeps what only it knows."""
    return home.course / ".kith" / "desk"


def order_of(home: Home, *, keep: bool = True) -> "Order":
    """The order of a home; its key is made the first time, and without ``keep`` goes again with who looks."""
    path = desk_folder(home) / "key"
    if not keep and not path.exists():
        return Order(secrets.token_bytes(32))
    path.parent.mkdir(parents=True, exist_ok=True)
    draft = path.with_name(f"key-{secrets.token_hex(8)}")
    if not path.exists():
        with os.fdopen(os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as handle:
            handle.write(secrets.token_bytes(32))
        with suppress(FileExistsError):
            os.link(draft, path)  # whole, and only if nobody was faster
        draft.unlink()
    return Order(path.read_bytes())


class Order:
    """Names that tell nothing, and shuffles that everybody finds the same."""

    def __init__(self, key: bytes) -> None:
        self._key = key

    def name(self, *about: str) -> str:
        """A name for what ``about`` says, the same each time, from which nobody can read what it was."""
        text = "\0".join(about).encode("utf-8", "surrogatepass")
        return hmac.digest(self._key, text, "sha256").hex()[:20]

    def shuffled(self, about: str, items: Iterable[str]) -> list[str]:
        """The items in an order of their own for ``about``."""
        return sorted(items, key=lambda item: self.name("order", about, item))

    def sample(self, about: str, items: Iterable[str]) -> frozenset[str]:
        """A fifth of the items, but at least ten, and at most all."""
        found = self.shuffled(f"sample {about}", items)
        return frozenset(found[: max(_LEAST, math.ceil(_PART * len(found)))])


def share_of(seat: int, markers: tuple[str, ...]) -> str | None:
    """Who marks the answer at this seat; None where the work is not shared."""
    return markers[seat % len(markers)] if len(markers) > 1 else None
