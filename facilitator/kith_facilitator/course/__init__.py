"""A course as data: read its sources, check them, and build them into what plain nbgrader accepts."""

from importlib import import_module
from typing import TYPE_CHECKING, Any

from kith_facilitator.course.finding import Finding, SourceError
from kith_facilitator.course.model import Course, Module, load_course

if TYPE_CHECKING:
    from kith_facilitator.course.build import Built, build_course
    from kith_facilitator.course.check import check_course

__all__ = [
    "Built",
    "Course",
    "Finding",
    "Module",
    "SourceError",
    "build_course",
    "check_course",
    "load_course",
]

# Building loads nbgrader: half a second that `kith --help` need not wait for. (`preview` is in its own module.)
_LAZY = {"Built": "build", "build_course": "build", "check_course": "check"}


def __getattr__(name: str) -> Any:
    if name not in _LAZY:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    return getattr(import_module(f"{__name__}.{_LAZY[name]}"), name)
