"""What a model hands back: what went in, what happened step by step, and a sentence about how it ended."""

import json
import math
from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Any

import numpy as np
from numpy.typing import ArrayLike, NDArray

from kith_exercises.errors import KithError, OutOfRange
from kith_exercises.inputs import by_name, instance

__all__ = ["Trajectory"]

_KIND = b"kith.t1\n"

#: Kinds of numbers that a browser has plain arrays for.
_PLAIN = ("u1", "i1", "u2", "i2", "u4", "i4", "f4", "f8")

#: What stands in for some of the others; for large whole numbers, and for all the rest, f8 does.
_FOR_BROWSERS = {"b1": "u1", "i8": "i4", "u8": "u4"}

#: Arrays that are no curves, by what stands for their name among the bytes: no series can be called so.
_UNNAMED = {"": "frames", "/": "ties"}


@dataclass(frozen=True, eq=False, repr=False)
class Trajectory:
    """One run of a model.

    ``series`` are curves, by name. ``frames``, where there is a picture, holds one row or grid of small numbers for
    each step; the model says what they mean. ``ties``, where people are tied to each other, holds a pair of them (from
    0) in each row. No array can be changed. The same parameters and the same seed give the same trajectory, to the
    last bit.
    """

    model: str
    parameters: Mapping[str, Any]
    outcome: str
    series: Mapping[str, ArrayLike]
    frames: ArrayLike | None = None
    seed: int | None = None
    ties: ArrayLike | None = None

    def __post_init__(self) -> None:
        by_name("parameters", self.parameters)
        by_name("series", self.series)
        settle = object.__setattr__  # the class is frozen, and this is the last moment before
        settle(self, "parameters", MappingProxyType(dict(self.parameters)))
        settle(self, "series", MappingProxyType({name: _settled(name, values) for name, values in self.series.items()}))
        for name in _UNNAMED.values():
            values = getattr(self, name)
            settle(self, name, None if values is None else _settled(name, values))
        if taken := _UNNAMED.keys() & self.series.keys():
            raise OutOfRange("series", min(taken), "a name for each curve, and none that stands for frames or ties")

    def __repr__(self) -> str:
        return f"{self.model}: {self.outcome}"

    def __getitem__(self, name: str) -> NDArray[Any]:
        return np.asarray(self.series[name])

    def __reduce__(self) -> tuple[Any, ...]:
        """The way to another process, as to a widget."""
        return Trajectory.from_bytes, (self.to_bytes(),)

    def to_bytes(self) -> bytes:
        """The whole trajectory, for a widget or a file.

        The word ``kith.t1`` and a line feed; the length of a header, as four bytes; the header, JSON; then the
        arrays one after the other, rows first, each beginning at a multiple of 8 bytes, so that a browser reads
        them where they lie. The header lists name, type and shape of each, and where it begins, counted from the
        end of the header. The frames are the array without a name, the ties the one named ``/``. All numbers are
        little-endian; types are those of a browser's arrays: u1, i1, u2, i2, u4, i4, f4 and f8. Another layout would
        begin with another word.
        """
        arrays = {name: np.asarray(values) for name, values in self.series.items()}
        unnamed = {key: getattr(self, name) for key, name in _UNNAMED.items()}
        arrays |= {key: np.asarray(values) for key, values in unnamed.items() if values is not None}
        listed, blocks, at = [], [], 0
        for name, array in arrays.items():
            listed.append({"name": name, "type": array.dtype.str, "shape": array.shape, "at": at})
            blocks.append(array.tobytes().ljust(_eights(array.nbytes), b"\0"))
            at += len(blocks[-1])
        about = {"model": self.model, "parameters": dict(self.parameters), "outcome": self.outcome, "seed": self.seed}
        header = json.dumps({**about, "arrays": listed}, allow_nan=False, default=_plain).encode()
        header = header.ljust(_eights(len(header) + 4) - 4)
        return b"".join([_KIND, len(header).to_bytes(4, "little"), header, *blocks])

    @classmethod
    def from_bytes(cls, data: bytes | bytearray | memoryview) -> "Trajectory":
        """The trajectory that `to_bytes` wrote. Raises KithError for anything else."""
        instance("data", data, bytes, bytearray, memoryview)
        data = bytes(data)
        start = len(_KIND) + 4
        end = start + int.from_bytes(data[len(_KIND) : start], "little")
        if not data.startswith(_KIND):
            raise KithError("These bytes are no trajectory: they begin otherwise. Run the model anew.")
        try:
            about, blocks = _about(data[start:end]), data[end:]
            arrays = {str(entry["name"]): _array(blocks, entry) for entry in about.pop("arrays")}
            unnamed: dict[str, Any] = {name: arrays.pop(key, None) for key, name in _UNNAMED.items()}
            return cls(**about, **unnamed, series=arrays)
        except (ValueError, LookupError, TypeError, AttributeError, ArithmeticError, RecursionError) as reason:
            raise KithError(
                f"These {len(data)} bytes hold no whole trajectory: {reason}. Run the model anew."
            ) from None


def _settled(name: str, values: ArrayLike) -> NDArray[Any]:
    """A copy in one block, little-endian, that nobody can change."""
    try:
        array = np.array(values, order="C")
    except ValueError:  # rows of several lengths
        array = np.array(None)
    if array.dtype.kind not in "biuf":
        raise OutOfRange(name, values, "numbers, in rows of one length")
    kind = _FOR_BROWSERS.get(array.dtype.str[1:], array.dtype.str[1:])
    if kind not in _PLAIN or (kind != array.dtype.str[1:] and not _holds(kind, array)):
        kind = "f8"
    array = array.astype(np.dtype(kind).newbyteorder("<"), copy=False)
    array.setflags(write=False)
    return array


def _holds(kind: str, array: NDArray[Any]) -> bool:
    """Whether every number in the array fits into that kind."""
    room = np.iinfo(kind)
    return not array.size or (int(array.min()) >= room.min and int(array.max()) <= room.max)


def _plain(value: Any) -> Any:
    """A number or array of NumPy's, as JSON knows it."""
    return np.asarray(value).tolist()


def _eights(size: int) -> int:
    """The next multiple of eight."""
    return -(-size // 8) * 8


def _about(header: bytes) -> dict[str, Any]:
    """What a header says."""
    about: dict[str, Any] = json.loads(header)
    if not all(isinstance(about[name], str) for name in ("model", "outcome")):
        raise TypeError("its model or its outcome is no text")
    return about


def _array(blocks: bytes, entry: Mapping[str, Any]) -> NDArray[Any]:
    kind, shape, at = entry["type"], entry["shape"], entry["at"]
    if kind.lstrip("<|") not in _PLAIN or at < 0 or any(size < 0 for size in shape):
        raise ValueError(f"an array of type {kind} and shape {shape} at {at}")
    size = math.prod(shape) * np.dtype(kind).itemsize
    if at + size > len(blocks):
        raise ValueError(f"an array ends at {at + size}, the bytes before")
    return np.frombuffer(blocks[at : at + size], kind).reshape(shape)
