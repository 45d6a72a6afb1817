"""Names that come one after the other, of which it is known how many there will be: what a bar of progress counts."""

from collections.abc import Collection, Iterator

__all__ = ["Coming"]


class Coming(Collection[str]):
    """Names as they come; they can be gone through once."""

    def __init__(self, names: Iterator[str], number: int) -> None:
        self._names, self._number = names, number

    def __len__(self) -> int:
        return self._number

    def __contains__(self, name: object) -> bool:
        return False  # which ones is not known before

    def __iter__(self) -> Iterator[str]:
        return self._names
