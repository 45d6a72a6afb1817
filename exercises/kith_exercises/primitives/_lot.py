"""An order by lot that anybody with the same seed draws again, whatever order the names came in."""

from collections.abc import Collection
from hashlib import sha256

__all__ = ["drawn"]


def drawn(names: Collection[str], *seed: object) -> tuple[str, ...]:
    """The names in an order by lot; who else is drawn with them does not change which of two comes first."""
    return tuple(sorted(set(names), key=lambda name: (_ticket(name, *seed), name)))


def _ticket(*about: object) -> bytes:
    # Each part with its length, so that no two seeds read alike one after the other.
    return sha256("".join(f"{len(part)}:{part}" for part in map(str, about)).encode("utf-8", "surrogatepass")).digest()
