"""A package that many import in passing and hardly anybody uses, read when it is first used.

jsonschema, and with it Altair and nbformat, imports rfc3987-syntax if that is there: it checks web addresses with
letters of all languages, and reads a grammar for it as it is imported, which takes a second (version 1.1). No
notebook's schema and no chart has such an address.
"""

import importlib
import sys
from importlib.util import find_spec
from types import ModuleType
from typing import Any

__all__ = ["put_off"]

_NAME = "rfc3987_syntax"


def put_off() -> None:
    """From now on to import jsonschema takes a moment; what it can check stays the same. Doing it twice is harmless."""
    if _NAME in sys.modules or (spec := find_spec(_NAME)) is None:
        return
    stand_in = _StandIn(_NAME)
    # Whoever looks through all modules, as a traceback does, finds in it what every module that was imported has.
    stand_in.__spec__, stand_in.__loader__, stand_in.__file__ = spec, spec.loader, spec.origin
    stand_in.__path__ = list(spec.submodule_search_locations or ())
    sys.modules[_NAME] = stand_in


class _StandIn(ModuleType):
    """The package before it is used."""

    def is_valid_syntax(self, *facts: Any, **named: Any) -> Any:
        """The one function that jsonschema asks for."""
        return _real().is_valid_syntax(*facts, **named)

    def __getattr__(self, name: str) -> Any:
        if name.startswith("__"):  # what any module may have is asked of all: unittest looks for __warningregistry__
            raise AttributeError(f"module {_NAME!r} has no attribute {name!r}", name=name, obj=self)
        return getattr(_real(), name)


def _real() -> Any:
    if isinstance(sys.modules.get(_NAME), _StandIn):
        del sys.modules[_NAME]
    return importlib.import_module(_NAME)
