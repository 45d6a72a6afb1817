"""What an author may write wrong: wherever it stands, it is named with its file and its line, and nothing breaks."""

import copy
import json
import math
import re
import tomllib
from collections.abc import Iterator
from pathlib import Path
from textwrap import dedent
from typing import Any

import pytest

from kith_exercises import KithError
from kith_exercises.definitions import load_prompts
from kith_exercises.primitives import flow
from tests.primitives.samples import SAMPLES, Sample

Place = tuple[str | int, ...]

#: What a key may hold by mistake; a text where none belongs is among them, and numbers that are none.
WRONG: tuple[Any, ...] = (True, -1, 10**400, math.nan, " \n", [[]])


@pytest.mark.parametrize("sample", SAMPLES, ids=lambda sample: sample.kind)
def test_whatever_is_wrong_in_a_definition_is_named_with_its_line(sample: Sample, tmp_path: Path) -> None:
    sample.write(tmp_path)
    [(id, whole)] = tomllib.loads(dedent(sample.definition)).items()
    for place in places(whole):
        for wrong in WRONG:
            said(tmp_path, id, changed(whole, place, wrong))
        typed = said(tmp_path, id, changed(whole, place, None))
        if isinstance(place[-1], str) and not {"parameters", "beside"} & {*place[:-1]}:  # those are a model's own names
            assert typed, "a typing slip is passed over nowhere"


@pytest.mark.parametrize("sample", SAMPLES, ids=lambda sample: sample.kind)
def test_no_text_that_must_be_there_is_blank(sample: Sample, tmp_path: Path) -> None:
    sample.write(tmp_path)
    [(id, whole)] = tomllib.loads(dedent(sample.definition)).items()
    assert f"[{id}]: “title” is empty; write a text there" in said(tmp_path, id, {**whole, "title": " "})


def said(folder: Path, id: str, definition: dict[str, Any]) -> str:
    """What is said of a definition, "" where it is taken. Anything else than a sentence with its line is an error."""
    path = folder / "prompts.toml"
    lines = [f"{json.dumps(key)} = {in_toml(value)}" for key, value in definition.items()]
    path.write_text("\n".join([f"[{id}]", *lines, ""]), encoding="utf-8")
    try:
        for activity in load_prompts(path).values():
            flow.steps_of(activity)  # type: ignore[arg-type]  # a definition of another kind has no steps to be made
    except KithError as error:
        found = str(error)
    else:
        return ""
    assert re.match(rf"{re.escape(str(path))}, line \d+: \[", found)
    return found


def places(value: Any, above: Place = ()) -> Iterator[Place]:
    """Each key and each item of a definition, at any depth."""
    for key in value if isinstance(value, dict) else range(len(value)) if isinstance(value, list) else ():
        yield (*above, key)
        yield from places(value[key], (*above, key))


def changed(definition: dict[str, Any], place: Place, wrong: Any) -> dict[str, Any]:
    """The same with something else at a place; None types its key wrong, or takes an item out."""
    made = held = copy.deepcopy(definition)
    *above, last = place
    for key in above:
        held = held[key]  # type: ignore[index]  # places are those of this definition
    if wrong is not None:
        held[last] = wrong  # type: ignore[index]  # as above
    elif isinstance(last, str):
        held[f"{last}s"] = held.pop(last)
    else:
        del held[last]  # type: ignore[arg-type]  # as above
    return made


def in_toml(value: Any) -> str:
    if isinstance(value, dict):
        return "{" + ", ".join(f"{json.dumps(key)} = {in_toml(one)}" for key, one in value.items()) + "}"
    if isinstance(value, list):
        return "[" + ", ".join(map(in_toml, value)) + "]"
    if isinstance(value, float) and not math.isfinite(value):
        return str(value)
    return json.dumps(value, ensure_ascii=False)
