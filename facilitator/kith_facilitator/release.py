"""Building a module and putting it where learners can fetch it."""

from kith_facilitator._resources import bundled_course
from kith_facilitator.course.build import build_course
from kith_facilitator.course.model import Course, load_course
from kith_facilitator.files import digest_of, write_atomically
from kith_facilitator.home import Home
from kith_facilitator.nbgrader_api import Nbgrader

__all__ = ["build_home", "course_of", "fetch_if_new", "release_module"]


def course_of(home: Home) -> Course:
    """The course whose sources a home uses: its own, or the one that comes with Kith."""
    return load_course(home.sources or bundled_course())


def build_home(home: Home) -> Course:
    """Build every module into the home's nbgrader course."""
    course = course_of(home)
    build_course(course, home.course / "source")
    return course


def release_module(home: Home, module: str) -> bool:
    """Build and release a module; False if just this version is out already. Raises KithError."""
    course = build_home(home)
    course.module(module)
    nbgrader = Nbgrader(home)
    digest = digest_of(home.course / "source" / module).encode()
    stamp = home.course / ".kith" / "released" / module
    if module in nbgrader.released() and stamp.is_file() and stamp.read_bytes() == digest:
        return False
    nbgrader.generate(module)
    nbgrader.release(module)
    write_atomically(stamp, digest)
    return True


def fetch_if_new(home: Home, module: str) -> bool:
    """Fetch a released module that the learner does not have yet; what is there is never replaced."""
    nbgrader = Nbgrader(home)
    if (home.learner / module).exists() or module not in nbgrader.released():
        return False
    nbgrader.fetch(module)
    return True
