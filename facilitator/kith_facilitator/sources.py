"""Which course a home uses."""

from kith_facilitator._resources import bundled_course
from kith_facilitator.course.model import Course, load_course
from kith_facilitator.home import Home

__all__ = ["course_of"]


def course_of(home: Home) -> Course:
    """The course whose sources a home uses: its own, or the one that comes with Kith."""
    return load_course(home.sources or bundled_course())
