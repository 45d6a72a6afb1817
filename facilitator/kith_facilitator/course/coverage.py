"""Which element is done where: a page made from ``elements.toml`` and the course itself.

``python -m kith_facilitator.course.coverage > docs/coverage.md`` writes it for the course that comes with Kith.
"""

from collections.abc import Iterator, Mapping, Sequence
from importlib import import_module

from kith_exercises.calls import SHOWS
from kith_exercises.definitions import Activity, FoldPrompt, Prompt, TextPrompt
from kith_exercises.primitives import PRIMITIVES
from kith_exercises.primitives.flow import steps_of
from kith_facilitator._resources import bundled_course
from kith_facilitator.course.elements import Element, asked_in, load_elements
from kith_facilitator.course.model import Course, load_course
from kith_facilitator.course.source import read_source

__all__ = ["coverage", "picture_of"]

_HEAD = """# What is covered, and where

Made by `python -m kith_facilitator.course.coverage`, out of [course/elements.toml](../course/elements.toml) and the
course. Change these, and make it again. `python -m tests.site.pictures` takes the pictures, of cards that nobody has
answered.

Under *kept* stand the kinds of records that an activity writes into a learner's journal, with who sees what they
answer: [the primitives](primitives/README.md) have each field. What is *passed on* goes to other learners."""


def coverage(course: Course) -> str:
    """The page: all elements at a glance, then each with its activities, what is kept of them, and its measure."""
    elements, asked, pages = load_elements(course), asked_in(course), _pages(course)
    parts = [_HEAD, "\n".join(_glance(elements))]
    for one in elements:
        parts += [f"## {one.id}: {one.title}", f"{one.says} ({one.source}, {one.section})"]
        parts += ["\n".join(_rows(one, asked, pages))] if one.activities else []
        parts += [f"Measured by `{name}`: {_first_line(name)}" for name in one.measures]
        parts += [f"Measured by: nothing yet, because {one.unmeasured}."] if one.unmeasured else []
        parts += [f"Planned: {one.planned}."] if one.planned else []
    return "\n\n".join(parts) + "\n"


def picture_of(name: str) -> str:
    """Where the picture of an activity lies, seen from the page."""
    return f"coverage/{name.replace('/', '-')}.webp"


def _glance(elements: Sequence[Element]) -> Iterator[str]:
    yield "| element | where |\n| --- | --- |"
    for one in elements:
        where = [
            *(f"`{name}`" for name in one.activities),
            *([f"planned: {one.planned.partition(':')[0]}"] if one.planned else []),
        ]
        yield f"| [{one.id}](#{_anchor(one)}) {one.title} | {', '.join(where)} |"


def _anchor(one: Element) -> str:
    """The address of a heading as GitHub and GitLab make it."""
    words = f"{one.id}: {one.title}".lower()
    return "".join(letter for letter in words if letter.isalnum() or letter in " -_").replace(" ", "-")


def _rows(one: Element, asked: Mapping[str, Prompt], pages: Mapping[str, Sequence[str]]) -> Iterator[str]:
    yield "| activity | page | kept | passed on | picture |\n| --- | --- | --- | --- | --- |"
    for name in one.activities:
        prompt = asked[name]
        kept = ", ".join(f"`{event}`" + (f" ({', '.join(seen)})" if seen else "") for event, seen in _kept(prompt))
        passed = ", ".join(dict.fromkeys(f"`{id}`" for id in _passed_on(prompt)))
        picture = f"[card]({picture_of(name)})"
        yield f"| `{name}` {prompt.title} | {', '.join(pages[name])} | {kept} | {passed or 'nothing'} | {picture} |"


def _kept(prompt: Prompt) -> Iterator[tuple[str, tuple[str, ...]]]:
    """The kinds of records, and who sees what is answered in them, where something is."""
    if isinstance(prompt, TextPrompt):
        yield "text", (prompt.reach,)
        yield from ((event, ()) for event in (("self", "criterion") if prompt.rubric else ()))
        return
    if isinstance(prompt, FoldPrompt):
        yield "commit", tuple(dict.fromkeys(field.reach or prompt.reach for field in prompt.fields))
        yield from ((event, ()) for event in (("look", "unfold", "explain") if prompt.truth else ()))
        yield "note", ()
        return
    found: dict[str, dict[str, None]] = {}
    for step in steps_of(prompt):
        reaches = [field.reach or step.reach for field in step.fields]
        if step.fields:
            found.setdefault("trial" if step.trial else "commit", {}).update(dict.fromkeys(reaches))
        if step.door != "commit":
            found.setdefault("look" if step.door == "both" else "unfold", {})
    yield from ((event, tuple(reaches)) for event, reaches in sorted(found.items()))
    yield "end", ()


def _passed_on(prompt: Prompt) -> Iterator[str]:
    for sending in PRIMITIVES[prompt.kind].sendings(prompt) if isinstance(prompt, Activity) else ():
        yield from sending.fields or (sending.id,)


def _pages(course: Course) -> dict[str, list[str]]:
    """On which pages each question stands."""
    found: dict[str, list[str]] = {}
    for module in course.modules:
        for page in module.notebooks:
            for cell in read_source(module.source(page).read_text(encoding="utf-8"), page):
                if cell.call and cell.call.word in SHOWS:
                    shown = found.setdefault(f"{module.name}/{cell.call.prompt}", [])
                    shown += [page] if page not in shown else []
    return found


def _first_line(measure: str) -> str:
    """What a measure says of itself, named as ``module.function`` of ``kith_exercises.measures``."""
    module, _, function = measure.partition(".")
    said = getattr(import_module(f"kith_exercises.measures.{module}"), function).__doc__ or ""
    return " ".join(said.split("\n\n")[0].split()).replace("``", "`")


if __name__ == "__main__":
    import sys

    sys.stdout.write(coverage(load_course(bundled_course())))
