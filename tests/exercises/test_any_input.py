"""Whatever one argument is, of all that is listed for others: it works, or is refused with parameter, value, range."""

import dataclasses
import time
from collections.abc import Iterator, Mapping
from contextlib import suppress
from math import inf, nan
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from kith_exercises.errors import KithError, OutOfRange
from tests.exercises.valid_calls import calls, listed

#: What a file might hold, or a slip bring, in place of anything: of the wrong kind, out of range, empty, huge.
ANYTHING: tuple[Any, ...] = (
    *(None, True, "word", "", b"word", object(), [], {}, [1], (None,), ["word", "word"], {"word": None}, range(3)),
    *(nan, inf, -inf, -1, 0, 2, 1.5, 1 + 1j, 10**9, 10**12, 10**400, 1e300, np.array(1), np.array([nan])),
)
#: The same for one part of a row.
PARTS: tuple[Any, ...] = (None, "word", nan, -1, 10**12, [], object())
#: What a file can't hold, and what an earlier wave promised, is told in a sentence of its own.
TOLD = {
    "models.trajectory.Trajectory.from_bytes",
    "measures.prediction.read_prediction",
    "privacy.figures.read_figure",
    "privacy.figures.read_split",
    "privacy.pulse.next_pulse",
    "privacy.pulse.read_pulse",
    "privacy.thresholds.Thresholds.kept_from",
    "privacy.waves.Series.from_json",
}
#: Seconds of a processor that one call may take, whatever it is given.
LONG = 2


def instead(value: Any) -> Iterator[Any]:
    """Anything in place of the value, of one thing in it, or of one part of that."""
    yield from ANYTHING
    if isinstance(value, Mapping) and value:
        (key, first), *rest = value.items()
        yield from (dict([(other, first), *rest]) for other in (None, 1, "", nan))
        yield from (dict([(key, other), *rest]) for other in instead(first))
    elif isinstance(value, list | tuple) and value:
        first, *rest = value
        yield from (type(value)([other, *rest]) for other in instead(first))
    elif dataclasses.is_dataclass(value) and not hasattr(value, "_gate"):  # what came out of a gate is as it is
        for name, other in ((field.name, other) for field in dataclasses.fields(value) for other in PARTS):
            with suppress(KithError):  # refused as it is made
                yield dataclasses.replace(value, **{name: other})  # type: ignore[type-var]  # a row, and no class


def wrong(name: str, folder: Path) -> Iterator[tuple[str, str, str]]:
    """What neither works nor is refused in the one way, nor soon."""
    function, arguments = calls(folder)[name]
    refused = KithError if name in TOLD else OutOfRange
    for parameter, value in arguments.items():
        for other in instead(value):
            began = time.process_time()
            try:
                if parameter:
                    function(**{**arguments, parameter: other})
                else:
                    function(other)
            except refused:
                pass
            except Exception as error:  # noqa: BLE001  # whatever else there is, is what is looked for
                yield parameter, repr(other)[:80], repr(error)[:150]
            if time.process_time() - began > LONG:
                yield parameter, repr(other)[:80], f"took {time.process_time() - began:.1f} s"


def test_everything_that_is_listed_is_tried(tmp_path: Path) -> None:
    assert sorted(set(listed()) ^ set(calls(tmp_path))) == []


# What tests before this one left open is closed whenever memory is swept: no fault of a call.
@pytest.mark.filterwarnings("error", "default::ResourceWarning", "default::pytest.PytestUnraisableExceptionWarning")
@pytest.mark.parametrize("name", sorted(set(listed())))
def test_each_argument_works_or_is_refused(name: str, tmp_path: Path) -> None:
    function, arguments = calls(tmp_path)[name]
    if "" not in arguments:
        function(**arguments)
    assert list(wrong(name, tmp_path)) == []
