"""A course examined: what would trip a learner up, and what each check says of each module."""

from collections.abc import Collection, Iterator
from dataclasses import dataclass

from kith_facilitator.course.aims import load_aims
from kith_facilitator.course.check import check_course, read_module
from kith_facilitator.course.finding import Finding, SourceError
from kith_facilitator.course.model import Course
from kith_facilitator.quality import cared, engaged, planned, reachable, sourced, timed, worded
from kith_facilitator.quality.result import Check, Result
from kith_facilitator.quality.seen import Seen, SeenModule

__all__ = ["MODULE_CHECKS", "WHOLE_CHECKS", "Examined", "examine"]

#: What is asked of each module. Add a check here, and a module that breaks it to tests/course/test_quality.py.
MODULE_CHECKS: tuple[Check, ...] = (
    Check("tags", "Each question says its phase and what it serves", "all", planned.tags),
    Check("modes", "Learners make something, and answer each other", "60% of minutes, 20% with others", engaged.modes),
    Check("runs", "Nobody reads for long", f"{engaged.LONGEST} words", engaged.runs),
    Check("activation", "It asks before it tells, and before a model runs", "each", engaged.activation),
    Check("objectives", "Objectives lead to activities, and to what shows them", "all", planned.objectives),
    Check("ease", "It reads easily", f"grade {worded.HARDEST}", worded.ease),
    Check("access", "Everybody can use the pages", "all", reachable.access),
    Check("claims", "Claims can be looked up, with what speaks against", "all, one contested", sourced.claims),
    Check("time", "It takes as long as it says", "within 30%", timed.time),
    Check("fallbacks", "It can be read without a kernel, and says what is kept", "all", reachable.fallbacks),
    Check("questions", "Questions are open, and about one's own", "all", worded.questions),
    Check("instruments", "Questionnaires have a licence and a source", "all", sourced.instruments),
)
#: What is asked of a course as a whole.
WHOLE_CHECKS: tuple[Check, ...] = (
    Check("look-backs", "Earlier words come back", "two in later modules", engaged.look_backs),
    Check("contact", "Whoever tells of themselves knows whom to talk to", "always", cared.contact),
)

Said = tuple[Check, Result]


@dataclass(frozen=True)
class Examined:
    """What was found. Of a module with ``slips`` nothing else is said: first it has to build."""

    course: Course
    slips: tuple[Finding, ...]
    modules: tuple[tuple[str, tuple[Said, ...]], ...]
    whole: tuple[Said, ...]

    @property
    def results(self) -> Iterator[Result]:
        """What all checks say."""
        yield from (result for _, said in self.modules for _, result in said)
        yield from (result for _, result in self.whole)

    @property
    def passed(self) -> bool:
        """Whether nothing failed; what can't be judged yet does not fail."""
        return not self.slips and all(result.verdict != "failed" for result in self.results)


def examine(course: Course, *, contact: str | None = None, only: Collection[str] = ()) -> Examined:
    """Ask all checks; with ``only``, of these modules. ``contact`` is None where nobody runs the course for others."""
    wanted = [course.module(name).name for name in only] or [module.name for module in course.modules]
    slips = tuple(check_course(course))
    broken = {finding.file.partition("/")[0] for finding in slips}
    aims, unread = {}, []
    for module in course.modules:
        try:
            aims[module.name] = load_aims(module.folder / "module.toml")
        except SourceError as error:
            unread.append(error.finding)
    seen = Seen(
        course,
        tuple(
            SeenModule(read_module(module), aims[module.name])
            for module in course.modules
            if module.name not in broken and module.name in aims
        ),
        contact if contact is not None else course.contact or None,
    )
    by_module = tuple(
        (module.name, tuple((check, check.ask(module, seen)) for check in MODULE_CHECKS))
        for module in seen.modules
        if module.name in wanted
    )
    whole = (
        tuple((check, check.ask(seen)) for check in WHOLE_CHECKS)
        if len(seen.modules) == len(course.modules) and not only
        else ()
    )
    kept = tuple(one for one in (*slips, *unread) if not only or one.file.partition("/")[0] in wanted)
    return Examined(course, kept, by_module, whole)
