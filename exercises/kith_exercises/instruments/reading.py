"""Definitions of instruments, read and checked: none without a licence, and no wording that it does not free."""

import tomllib
from collections import Counter
from collections.abc import Mapping
from functools import cache
from importlib.resources import files

from kith_exercises.errors import KithError
from kith_exercises.instruments.instrument import LICENCES, Instrument, Item

__all__ = ["left_out", "names", "parse_instrument", "read_instrument"]

_HERE = files("kith_exercises.instruments")
_NEEDED = ("title", "construct", "licence", "citation", "source", "low", "high", "anchors", "items")


@cache
def names() -> tuple[str, ...]:
    """The instruments that are here, by id."""
    found = (path.name for path in (_HERE / "definitions").iterdir())
    return tuple(sorted(name.removesuffix(".toml") for name in found if name.endswith(".toml")))


@cache
def left_out() -> Mapping[str, str]:
    """Why each of these is not here, not even its key."""
    return tomllib.loads((_HERE / "left_out.toml").read_text(encoding="utf-8"))


@cache
def read_instrument(id: str) -> Instrument:
    """The instrument with that id. Raises KithError where its definition can't stand."""
    return parse_instrument(id, (_HERE / "definitions" / f"{id}.toml").read_text(encoding="utf-8"))


def parse_instrument(id: str, text: str) -> Instrument:
    """An instrument from its TOML. Raises KithError with what is wrong in it."""
    told = tomllib.loads(text)
    lacking = [field for field in _NEEDED if told.get(field, "") in ("", [])]
    if lacking:
        raise KithError(f"{id}.toml lacks {', '.join(lacking)}: no instrument without them.")
    items = tuple(Item(**item) for item in told.pop("items"))
    instrument = Instrument(id=id, items=items, anchors=tuple(told.pop("anchors")), **told)
    _check(instrument)
    return instrument


def _check(one: Instrument) -> None:
    if one.licence not in LICENCES:
        raise KithError(f"{one.id}.toml names the licence “{one.licence}”; it has to be one of: {', '.join(LICENCES)}.")
    if one.low >= one.high or len(one.anchors) not in {2, one.high - one.low + 1}:
        raise KithError(
            f"{one.id}.toml: low, high and anchors don't fit; give a word for each answer or for both ends."
        )
    again = [item for item, times in Counter(item.id for item in one.items).items() if times > 1]
    if again or not one.items:
        raise KithError(
            f"{one.id}.toml: every item needs an id of its own (twice: {', '.join(again) or 'there is none'})."
        )
    _check_wording(one)


def _check_wording(one: Instrument) -> None:
    """What may be shown is there, and what may not be is not."""
    worded = [item.id for item in one.items if item.text]
    if one.licence == "cited only" and worded:
        raise KithError(f"{one.id}.toml may not hold the wording of {', '.join(worded)}: it is “cited only”.")
    wordless = [item.id for item in one.items if not item.text]
    if one.licence != "cited only" and wordless:
        raise KithError(f"{one.id}.toml has no wording for {', '.join(wordless)}.")
