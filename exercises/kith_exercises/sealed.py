"""What a module holds back until it is unfolded: truths, makers' texts, who wrote what.

An author writes it into ``sealed.toml``, one table a prompt, and the build packs it into ``sealed.kith``, so that
nobody who looks around in a folder reads it too early. It is no secret: whoever takes that file apart can read it, as
they can read the data in this package. Nothing that is graded depends on it.
"""

import base64
import binascii
import json
import zlib
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from types import MappingProxyType
from typing import Any

from kith_exercises.errors import KithError
from kith_exercises.tables import Table, content_of, tables_in

__all__ = ["PACKED", "SOURCE", "Sealed"]

PACKED, SOURCE = "sealed.kith", "sealed.toml"

_KIND, _VERSION = "sealed", 1
#: Far more than any module holds back; a forged file could ask for all memory there is.
_MOST = 20_000_000


@dataclass(frozen=True)
class Sealed:
    """What one module holds back, by prompt; ``path`` is the file that says it, or should.

    >>> Sealed(Path("sealed.toml"), {"tapped": {"named": 3}}).of("tapped")["named"]
    3
    """

    path: Path
    tables: Mapping[str, Any] = field(repr=False)

    @classmethod
    def load(cls, folder: Path) -> "Sealed":
        """What a module's folder holds back, as it was built or, in an author's sources, as it was written.

        A folder without either file holds nothing back. Raises KithError.
        """
        return cls.read(folder, content_of(folder / PACKED), content_of(folder / SOURCE))

    @classmethod
    def read(cls, folder: Path, packed: bytes | None, source: bytes | None) -> "Sealed":
        """The same of files that were read already; None is no file. Raises KithError."""
        built, written = folder / PACKED, folder / SOURCE
        if packed is None:
            return cls(written, {id: _plain(table) for id, table in tables_in(written, source).items()})
        try:
            return cls(built, _unpacked(packed))
        except (ValueError, KeyError, TypeError, RecursionError, zlib.error, binascii.Error):
            raise KithError(
                f"{built} can't be read: it is damaged, or a newer Kith made it. Fetch this module again, or run "
                "“kith update” for it."
            ) from None

    def of(self, prompt: str) -> Mapping[str, Any]:
        """What is held back for a prompt; empty where nothing is."""
        found = self.tables.get(prompt)
        return MappingProxyType(found if isinstance(found, dict) else {})

    def table(self, prompt: str) -> Table | None:
        """The same, to be read key by key with every slip named; None where nothing is."""
        return Table(self.path, (prompt,), self.tables[prompt]) if prompt in self.tables else None

    def packed(self) -> bytes:
        """The content of ``sealed.kith``."""
        data = zlib.compress(json.dumps(self.tables, separators=(",", ":")).encode(), 9)
        content = {"kith": _KIND, "v": _VERSION, "data": base64.b85encode(data).decode()}
        return f"{json.dumps(content)}\n".encode()


def _unpacked(content: bytes) -> dict[str, Any]:
    outer = json.loads(content)
    if outer["kith"] != _KIND or outer["v"] != _VERSION:
        raise ValueError("not what this version packs")
    unpacking = zlib.decompressobj()
    data = unpacking.decompress(base64.b85decode(outer["data"]), _MOST)
    if not unpacking.eof:
        raise ValueError("too large, or cut off")
    tables = json.loads(data)
    if not isinstance(tables, dict):
        raise ValueError("no tables")  # noqa: TRY004  # one error for all that is damaged
    return tables


def _plain(table: Table) -> dict[str, Any]:
    """The table's content, if it reads the same once it was packed."""
    try:
        json.dumps(table.rest, allow_nan=False)
    except (TypeError, ValueError):
        table.fail("a date, or a number without end, can't be sealed; write it as a text, in quotation marks")
    return table.rest
