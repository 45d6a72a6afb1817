"""What every mechanic of a course is made from: kinds of activities, each a list of steps with the rules inside."""

from collections.abc import Iterator, Mapping
from importlib import import_module

from kith_exercises.primitives.primitive import Primitive

__all__ = ["PRIMITIVES"]

#: Each is defined in the module that is called like it, by its name in capitals.
_KINDS = (
    "allocate",
    "calibration",
    "cascade",
    "concept-map",
    "conversation",
    "game-round",
    "lab",
    "label-experiment",
    "label-revision",
    "look-back",
    "model",
    "network-lab",
    "offer",
    "receipt",
    "say-back",
    "survey",
)


class _Kinds(Mapping[str, Primitive]):
    """By name; each is imported when it is first looked up, as a page has two or three of them."""

    def __getitem__(self, kind: str) -> Primitive:
        if kind not in _KINDS:
            raise KeyError(kind)
        name = kind.replace("-", "_")
        found: Primitive = getattr(import_module(f"{__name__}.{name}"), name.upper())
        return found

    def __iter__(self) -> Iterator[str]:
        return iter(_KINDS)

    def __len__(self) -> int:
        return len(_KINDS)


PRIMITIVES: Mapping[str, Primitive] = _Kinds()
