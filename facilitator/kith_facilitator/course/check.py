"""A course read with a learner's eyes before a learner does."""

import re
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path
from typing import TypeVar

from kith_exercises.definitions import Criterion, load_prompts, load_rubrics
from kith_exercises.errors import KithError
from kith_exercises.sealed import PACKED, SOURCE
from kith_facilitator.course.finding import Finding, SourceError
from kith_facilitator.course.model import Course, Module
from kith_facilitator.course.notebook import Planned, build_notebook, plan_cells
from kith_facilitator.course.rules import cells, files, links, prompts, sealed
from kith_facilitator.course.rules.pages import ModulePages, Page
from kith_facilitator.course.source import read_source

__all__ = ["Rule", "check_course", "read_module"]

Rule = Callable[[ModulePages], Iterator[Finding]]

#: Add a rule here, and the source that breaks it to tests/course/test_check.py.
_RULES: tuple[Rule, ...] = (
    cells.duplicate_ids,
    cells.unlocked_cells,
    cells.grade_cells_that_end_in_a_widget,
    cells.leaking_markers,
    prompts.undefined_prompts,
    prompts.unused_prompts,
    prompts.wrong_words,
    prompts.unknown_parts,
    prompts.misplaced_parts,
    prompts.unplayable_models,
    prompts.unplayable_rounds,
    prompts.uncountable_completions,
    prompts.unknown_recalls,
    prompts.unknown_truths,
    prompts.graded_prompts,
    sealed.packed,
    sealed.unasked,
    sealed.unsaid,
    sealed.unsound,
    links.broken_links,
    links.missing_images,
    links.images_without_words,
    files.answers,
    files.unlisted_texts,
)

_Loaded = TypeVar("_Loaded")


def check_course(course: Course) -> list[Finding]:
    """Everything that a learner or a marker would trip over, in reading order; empty if nothing."""
    findings: list[Finding] = []
    owners: dict[str, str] = {}
    for module in course.modules:
        found: list[Finding] = []
        pages = _read_module(module, found)
        found += [finding for rule in _RULES for finding in rule(pages)]
        found += _shared_prompts(pages, owners)
        findings += sorted(found, key=lambda each: (each.file, each.line or 0, each.cell or 0, each.message))
    return findings


def read_module(module: Module) -> ModulePages:
    """A module's pages, prompts and rubric; what can't be read is left out, and ``check_course`` says why."""
    return _read_module(module, [])


def _read_module(module: Module, findings: list[Finding]) -> ModulePages:
    prompts = _load(load_prompts, module, "prompts.toml", findings)
    rubrics = _load(load_rubrics, module, "rubric.toml", findings)
    pages = [_read_page(module, name, rubrics or {}, findings) for name in module.notebooks]
    return ModulePages(module, tuple(page for page in pages if page), prompts, rubrics)


def _read_page(
    module: Module, name: str, rubrics: Mapping[str, tuple[Criterion, ...]], findings: list[Finding]
) -> Page | None:
    file = f"{module.name}/{name}.md"
    try:
        text = module.source(name).read_text(encoding="utf-8")
        source = read_source(text, file)
    except SourceError as error:
        findings.append(error.finding)
        return None
    except UnicodeDecodeError:
        findings.append(Finding(file, None, None, "this is not UTF-8", "save it as UTF-8 in your editor"))
        return None
    try:
        planned = plan_cells(source, f"{module.name}/{name}", rubrics)
        if not _has_duplicates(planned):  # they have a rule of their own
            build_notebook(text, f"{module.name}/{name}", rubrics)
    except SourceError as error:
        findings.append(error.finding)
        planned = ()
    return Page(name, file, source, planned)


def _has_duplicates(planned: tuple[Planned, ...]) -> bool:
    ids = [each.keys["grade_id"] for each in planned if each.keys.get("grade_id")]
    return len(set(ids)) < len(ids)


def _load(loader: Callable[[Path], _Loaded], module: Module, name: str, findings: list[Finding]) -> _Loaded | None:
    path = module.folder / name
    try:
        return loader(path)
    except KithError as error:
        findings.append(_named(module, name, str(error)))
        return None


def _named(module: Module, name: str, complaint: str) -> Finding:
    """What a loader complains of, in the file that it looked into or in what is held back beside it."""
    file = next((one for one in (SOURCE, PACKED) if complaint.startswith(str(module.folder / one))), name)
    return _finding(f"{module.name}/{file}", complaint.removeprefix(str(module.folder / file)))


def _finding(file: str, complaint: str) -> Finding:
    """A loader's sentence in parts: "<path>, line 3: [why]: “reach” is missing; add ...."."""
    line = re.match(r"[,:] (?:this is not valid TOML: .*?)?\(?(?:at )?line (\d+)", complaint)
    message, _, remedy = complaint.lstrip(":, ").rstrip(".").partition("; ")
    if line and complaint.startswith(","):
        message = message.partition(": ")[2]
    return Finding(file, int(line[1]) if line else None, None, message, remedy or "mend it there")


def _shared_prompts(module: ModulePages, owners: dict[str, str]) -> Iterator[Finding]:
    """Prompts whose id an earlier module uses: figures and feedback would mix their answers."""
    for prompt in module.prompts or {}:
        owner = owners.setdefault(prompt, module.module.name)
        if owner != module.module.name:
            line = module.line("prompts.toml", prompt)
            message = f"{owner} has a prompt “{prompt}” too"
            yield Finding(module.file("prompts.toml"), line, None, message, "rename one; ids are unique in a course")
