"""Everything between a fresh home and an open course: build, release, a demo cohort, the first module."""

from datetime import datetime
from pathlib import Path

from kith_exercises import KithError
from kith_facilitator.configure import write_configuration
from kith_facilitator.console import busy, say, tracker
from kith_facilitator.course.model import Course
from kith_facilitator.home import Home
from kith_facilitator.nbgrader_api import Nbgrader
from kith_facilitator.release import fetch_if_new, release_module
from kith_facilitator.sources import course_of
from kith_facilitator.updating import fetched_modules, update_module

__all__ = ["opening_page", "prepare"]

_DEMO_LEARNERS, _DEMO_SEED = 24, 1


def prepare(home: Home, *, demo: bool) -> None:
    """Bring a home to the state in which the course can be opened; what is done is not done again."""
    write_configuration(home)
    if home.teaches:
        modules = [module.name for module in course_of(home).modules]
        out = Nbgrader(home).released()
        for module in tracker("Building and releasing")(modules):
            try:
                for sentence in release_module(home, module, keep_marks=True).sentences():
                    say(f"{module}: {sentence}")
            except KithError as error:
                if module not in out:
                    raise
                say(str(error))  # learners have a version; a facilitator must still get in
        if demo:
            _demo(home, modules)
    if home.learns:
        _fetch_first(home)
        _update(home)
    course, _ = _begins(home)
    if course and course.language != home.language:
        say(f"The course is written in another language ({course.language}) than Kith's own words ({home.language}).")


def opening_page(home: Home) -> tuple[Path, str]:
    """The folder that JupyterLab serves, and the page that it opens first."""
    if home.role == "facilitator":
        return home.root, "kith/desk"
    root = home.root if home.teaches else home.learner
    module, notebook = _first(home)
    welcome = (home.learner / module / f"{notebook}.ipynb").relative_to(root)
    return root, f"lab/tree/{welcome.as_posix()}"


def _demo(home: Home, modules: list[str]) -> None:
    from kith_facilitator.collect import collect_module
    from kith_facilitator.simulate import simulate_cohort

    for module in modules:
        simulate_cohort(home, module, learners=_DEMO_LEARNERS, seed=_DEMO_SEED, track=tracker("Simulating"))
        with busy(f"Collecting {module}"):
            collect_module(home, module)
    say(
        f"A simulated cohort of {_DEMO_LEARNERS} has submitted.",
        "Their ids begin with sim-; no real person is among them.",
    )


def _fetch_first(home: Home) -> None:
    _, name = _begins(home)
    if name not in _came(home) and not (home.learner / name).exists():
        raise KithError(
            f"The course “{home.course_id}” has not released {name} in {home.exchange} yet. "
            "Ask your facilitator whether path and course name are right (--exchange, --course)."
        )
    fetch_if_new(home, name)


def _update(home: Home) -> None:
    """Put corrected pages in place while none is open; what can't be updated now stays as it is."""
    for module in fetched_modules(home):
        try:
            done = update_module(home, module, now=datetime.now().astimezone())
        except KithError as error:
            say(str(error))
        else:
            if done:
                say(f"{module} was corrected, and is updated. Your answers are as they were.")
                say(f"The pages that were replaced are kept in {done.kept}")


def _first(home: Home) -> tuple[str, str]:
    """The module and the page with which a course begins."""
    course, name = _begins(home)
    if course:
        return name, course.modules[0].notebooks[0]
    return name, min(path.stem for path in (home.learner / name).glob("*.ipynb"))


def _begins(home: Home) -> tuple[Course | None, str]:
    """The course and the name of its first module.

    Who learns in a course of somebody's own has no sources of it: then there is no course, and the first that came.
    """
    course, came = course_of(home), _came(home)
    first = course.modules[0].name
    if home.teaches or home.sources is not None or first in came or not came:
        return course, first
    return None, min(came)


def _came(home: Home) -> set[str]:
    """Modules that are out; where none can be seen, those that were fetched."""
    fetched = {path.parent.name for path in home.learner.glob("*/*.ipynb")}
    return Nbgrader(home).released() or fetched
