"""Definitions of instruments, read and checked: none without a licence, and no wording that it does not free."""

import tomllib
from collections import Counter
from collections.abc import Collection, Mapping
from functools import cache
from importlib.resources import files
from typing import Any

from kith_exercises.errors import KithError
from kith_exercises.instruments.instrument import LICENCES, Instrument, Item

__all__ = ["left_out", "names", "parse_instrument", "read_instrument"]

_HERE = files("kith_exercises.instruments")
#: What a definition may say, and what kind of thing that is; then what it must say, and the same of an item.
_FIELDS: Mapping[str, type] = {
    **dict.fromkeys(("title", "construct", "licence", "citation", "source", "instruction", "caution"), str),
    **dict.fromkeys(("low", "high"), int),
    "of_group": bool,
    **dict.fromkeys(("anchors", "items"), list),
}
_NEEDED = ("title", "construct", "licence", "citation", "source", "low", "high", "anchors", "items")
_OF_ITEM: Mapping[str, type] = {"id": str, "scale": str, "text": str, "reversed": bool}
_NEEDED_OF_ITEM = ("id", "scale")


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
    try:
        told = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        raise KithError(f"{id}.toml is no TOML: {error}.") from None
    _check_fields(f"{id}.toml", told, _FIELDS, _NEEDED)
    for number, item in enumerate(told["items"], 1):
        _check_fields(f"{id}.toml, item {number}", item, _OF_ITEM, _NEEDED_OF_ITEM)
    items = tuple(Item(**item) for item in told.pop("items"))
    instrument = Instrument(id=id, items=items, anchors=tuple(told.pop("anchors")), **told)
    _check(instrument)
    return instrument


def _check_fields(where: str, told: Any, kinds: Mapping[str, type], needed: Collection[str]) -> None:
    """Nothing lacks, nothing stands there that would not be read, and everything is of its kind."""
    if not isinstance(told, dict):
        raise KithError(f"{where} must be a table.")
    lacking = [field for field in needed if told.get(field, "") in ("", [])]
    if lacking:
        raise KithError(f"{where} lacks {', '.join(lacking)}: no instrument without them.")
    for field, value in told.items():
        if field not in kinds:
            raise KithError(f"{where} says “{field}”, which nothing reads; it may say {', '.join(kinds)}.")
        if type(value) is not kinds[field]:
            raise KithError(f"{where}: “{field}” is {value!r}, but has to be of the kind {kinds[field].__name__}.")


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
