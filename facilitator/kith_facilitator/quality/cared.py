"""Whether somebody who tells more than they wanted finds a person to talk to."""

from kith_exercises.definitions import Activity
from kith_exercises.primitives.flow import steps_of
from kith_facilitator.course.model import Course
from kith_facilitator.home import Home
from kith_facilitator.quality.result import Result, judged, not_yet
from kith_facilitator.quality.seen import Seen
from kith_facilitator.sources import course_of

__all__ = ["contact", "contact_of"]


def contact_of(home: Home, course: Course) -> str | None:
    """Whom learners of a home can talk to; None while nobody but oneself can learn there.

    A course is written once and run by many, so its source need not say it: who runs it does.
    """
    said = home.contact or course.contact
    for_others = home.teaches and home.exchange_given is not None and course.folder == course_of(home).folder
    return said or ("" if for_others else None)


def contact(seen: Seen) -> Result:
    """Where a field invites experience, learners are told whom they can talk to."""
    inviting = [
        (module, prompt)
        for module in seen.modules
        for prompt in module.prompts.values()
        if isinstance(prompt, Activity) and any(step.invites for step in steps_of(prompt))
    ]
    if not inviting:
        return judged([], "no field invites to tell of oneself")
    if seen.contact is None:
        return not_yet(
            "nobody runs this course for others here yet; whoever does names a person with “kith start --contact”"
        )
    remedy = 'run “kith start --contact "Sam, room 12, sam@example.org"”, or write it into course.toml'
    findings = [
        module.at_prompt(prompt.id, f"“{prompt.id}” invites to tell of oneself, and no contact is named", remedy)
        for module, prompt in inviting
        if not seen.contact
    ]
    return judged(findings, f"where questions invite to tell of oneself, learners are told: {seen.contact}")
