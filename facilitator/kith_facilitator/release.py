"""Building a module and putting it where learners can fetch it."""

import shutil
from collections.abc import Iterator
from contextlib import contextmanager

from kith_exercises import KithError
from kith_facilitator._resources import bundled_course
from kith_facilitator.course.build import Progress, build_course
from kith_facilitator.course.model import Course, load_course
from kith_facilitator.files import digest_of, write_atomically
from kith_facilitator.home import Home
from kith_facilitator.nbgrader_api import Nbgrader, StepFailed

__all__ = ["build_home", "course_of", "fetch_if_new", "release_module"]


def course_of(home: Home) -> Course:
    """The course whose sources a home uses: its own, or the one that comes with Kith."""
    return load_course(home.sources or bundled_course())


def build_home(home: Home, progress: Progress | None = None) -> Course:
    """Build every module into the home's nbgrader course."""
    course = course_of(home)
    build_course(course, home.course / "source", progress=progress)
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
    with _kept_on_failure(home, module):
        nbgrader.generate(module)
    nbgrader.release(module)
    write_atomically(stamp, digest)
    return True


@contextmanager
def _kept_on_failure(home: Home, module: str) -> Iterator[None]:
    """Put the learners' version back if a new one can't be made: nbgrader throws the old one away first."""
    release, kept = home.course / "release" / module, home.course / ".kith" / "release" / module
    if release.is_dir():
        shutil.rmtree(kept, ignore_errors=True)
        shutil.copytree(release, kept)
    try:
        yield
    except StepFailed as error:
        if not kept.is_dir():
            raise
        shutil.rmtree(release, ignore_errors=True)
        shutil.copytree(kept, release)
        raise KithError(
            f"{module} stays as it was released: {error} Words may change after somebody has submitted, but "
            "questions and criteria may not come or go. Undo that change, or make it a module of another name."
        ) from error


def fetch_if_new(home: Home, module: str) -> bool:
    """Fetch a released module that the learner does not have yet; what is there is never replaced."""
    nbgrader = Nbgrader(home)
    if (home.learner / module).exists() or module not in nbgrader.released():
        return False
    nbgrader.fetch(module)
    return True
