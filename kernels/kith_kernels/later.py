"""Packages that many import in passing and hardly anybody uses, read when they are first used.

jsonschema, and with it Altair and nbformat, imports rfc3987-syntax if that is there: it checks web addresses with
letters of all languages, and reads a grammar for it as it is imported, which takes a second (version 1.1). No
notebook's schema and no chart has such an address; rfc3986-validator, for plain addresses, is as seldom asked. nbgrader
imports its pages of a Jupyter server, which no command and no kernel is, Requests to ask a JupyterHub, and all of
setuptools for archives, of which there are none while notebooks are graded. Beautiful Soup imports Soup Sieve for
searches of whole pages, and what guesses at encodings.
"""

import importlib
import sys
from importlib.abc import Loader
from importlib.machinery import ModuleSpec, PathFinder
from importlib.util import find_spec, spec_from_loader
from types import ModuleType
from typing import Any

__all__ = ["put_off"]

#: With the functions that others take out of them as they import them.
_UNUSED = {
    "rfc3987_syntax": ("is_valid_syntax",),
    "rfc3986_validator": ("validate_rfc3986",),
    "setuptools.archive_util": ("unpack_archive", "unpack_tarfile", "unpack_zipfile"),
    "soupsieve": (),
    "charset_normalizer": (),
    "requests": (),
    "arrow": (),
    "yaml": (),
    "rfc3339_validator": ("validate_rfc3339",),
    "nbconvert.postprocessors.serve": ("ServePostProcessor",),
    **{
        f"nbgrader.server_extensions.{name}": ("load_jupyter_server_extension",)
        for name in ("assignment_list", "course_list", "formgrader", "validate_assignment")
    },
}


def put_off() -> None:
    """From now on to import what uses them takes a moment, and does the same. Doing it twice is harmless."""
    if _Inside not in sys.meta_path:
        sys.meta_path.insert(0, _Inside)
    for name, functions in _UNUSED.items():
        _put_off(name, functions)


def _put_off(name: str, functions: tuple[str, ...]) -> None:
    package, _, inside = name.partition(".")
    if name in sys.modules or package in sys.modules:
        return
    spec = find_spec(package)
    for part in inside.split(".") if inside else ():  # by its name it could only be found by importing what holds it
        spec = spec and PathFinder.find_spec(f"{spec.name}.{part}", spec.submodule_search_locations)
    if spec is None:
        return
    stand_in = _StandIn(name)
    # Whoever looks through all modules, as a traceback does, finds in it what every module that was imported has.
    stand_in.__spec__, stand_in.__loader__, stand_in.__file__ = spec, spec.loader, spec.origin
    stand_in.__path__ = list(spec.submodule_search_locations or ())
    for function in functions:
        setattr(stand_in, function, _later(name, function))
    sys.modules[name] = stand_in


#: What is asked of one module, by somebody who wants that one.
_OWN = ("__all__", "__version__")


class _StandIn(ModuleType):
    """A module before it is used."""

    def __getattr__(self, name: str) -> Any:
        if name.startswith("__") and name not in _OWN:  # unittest, for one, asks all modules for __warningregistry__
            raise AttributeError(f"module {self.__name__!r} has no attribute {name!r}", name=name, obj=self)
        return getattr(_real(self.__name__), name)


class _Inside:
    """Whoever imports what lies inside of a module that was put off uses that module; what is inside is there once."""

    @staticmethod
    def find_spec(name: str, _path: object = None, _target: object = None) -> ModuleSpec | None:
        outer = name.rpartition(".")[0]
        if not isinstance(sys.modules.get(outer), _StandIn):
            return None
        _real(outer)
        importlib.import_module(name)
        # By what is in its place already it would be loaded a second time.
        return spec_from_loader(name, _There(sys.modules.pop(name)))


class _There(Loader):
    """Loads a module that is there already."""

    def __init__(self, module: ModuleType) -> None:
        self._module, self._spec = module, module.__spec__

    def create_module(self, spec: ModuleSpec) -> ModuleType:  # noqa: ARG002  # as every loader has it
        return self._module

    def exec_module(self, module: ModuleType) -> None:
        module.__spec__ = self._spec


def _later(name: str, function: str) -> Any:
    def call(*facts: Any, **named: Any) -> Any:
        return getattr(_real(name), function)(*facts, **named)

    return call


def _real(name: str) -> Any:
    if isinstance(sys.modules.get(name), _StandIn):
        del sys.modules[name]
    return importlib.import_module(name)
