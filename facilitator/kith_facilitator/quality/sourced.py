"""Whether what is claimed can be looked up, on both sides, and instruments come under a licence."""

import re
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from kith_exercises.definitions import Activity
from kith_exercises.instruments import LICENCES, Instrument
from kith_facilitator.course.finding import Finding
from kith_facilitator.quality.result import Result, judged
from kith_facilitator.quality.seen import Seen, SeenModule

__all__ = ["cited_as", "cites", "claims", "instruments"]

#: Authors and year, as a text names a work: (Fox and Guyer 1978).
_CITED = re.compile(r"[A-Z][\w'’-]+(?:, +[A-Z][\w'’-]+)*(?: +and +[A-Z][\w'’-]+)? +(?:19|20)\d\d\b")
_NO_AUTHOR = re.compile(
    r"(?:January|February|March|April|May|June|July|August|September|October|November|December|In|Since|By|Until)\b"
)
_FILES = ("prompts.toml", "sealed.toml", "rubric.toml")


def cites(text: str) -> bool:
    """Whether a text names a work by authors and year."""
    return next(_named(text), None) is not None


def cited_as(work: Mapping[str, Any]) -> str:
    """How texts name a work: its authors and its year, or its title where it has no such."""
    names = [str(author.get("family") or author.get("literal")) for author in work.get("author", ())]
    year = work.get("issued", {}).get("date-parts", [[""]])[0][0]
    if not names or not year:
        return str(work.get("title", ""))
    return f"{' and '.join([', '.join(names[:-1]), names[-1]] if names[:-1] else names)} {year}"


def claims(module: SeenModule, seen: Seen) -> Result:
    """Each claim names a work that resolves and is told in full; what is contested names a work on each side."""
    named = list(_citations(module))
    known = {cited_as(work): id for id, work in seen.works.items()}
    findings = [
        Finding(file, line, None, f"“{name}” is no work of references.json", "add it there (CSL), or mend the name")
        for file, line, name in named
        if name not in known
    ]
    texts = _told(module)
    used = {id for name, id in known.items() if name and any(name in text for text in texts.values())}
    findings += [*_not_in_full(module, seen, used), *_one_sided(module, seen, used)]
    return judged(findings, f"works named: {len(used)}; claims told with both sides: {len(module.aims.contested)}")


def _citations(module: SeenModule) -> Iterator[tuple[str, int, str]]:
    for path in _files(module):
        text = path.read_text(encoding="utf-8")
        # A name may begin at the end of one line and go on in the next.
        for start, name in _named(re.sub(r"\s", " ", text)):
            yield module.pages.file(path.name), text.count("\n", 0, start) + 1, name


def _named(text: str) -> Iterator[tuple[int, str]]:
    for found in _CITED.finditer(text):
        if not _NO_AUTHOR.match(found[0]):
            yield found.start(), " ".join(found[0].split())


def _files(module: SeenModule) -> Iterator[Path]:
    """Pages and settings, all that a learner reads sooner or later."""
    yield from (module.pages.module.source(page.name) for page in module.pages.pages)
    yield from (path for name in _FILES if (path := module.pages.module.folder / name).is_file())


def _told(module: SeenModule) -> dict[str, str]:
    """All that a module says, by file, without line breaks."""
    return {path.name: " ".join(path.read_text(encoding="utf-8").split()) for path in _files(module)}


def _not_in_full(module: SeenModule, seen: Seen, used: set[str]) -> Iterator[Finding]:
    foot = " ".join(one.text for one in module.passages if one.foot)
    last = module.pages.pages[-1] if module.pages.pages else None
    for id in sorted(used):
        title = str(seen.works[id].get("title", ""))
        if title and last is not None and title not in foot:
            message = f"“{cited_as(seen.works[id])}” is told in full nowhere in this module"
            yield Finding(last.file, None, None, message, "list it under “## Sources” at the foot of a page")


def _one_sided(module: SeenModule, seen: Seen, used: set[str]) -> Iterator[Finding]:
    if not module.aims.contested:
        remedy = 'add [[contested]] with claim = "...", for = "..." and against = "...", two ids of references.json'
        yield module.at_module(None, "no claim here is told with what speaks against it", remedy)
    for one in module.aims.contested:
        for id in (one.speaks_for, one.against):
            if id not in seen.works:
                yield module.at_module(one.line, f"references.json has no work “{id}”", "add it there, or mend the id")
            elif id not in used:
                message = f"“{one.claim}” leans on “{id}”, and no text of this module names that"
                yield module.at_module(
                    one.line, message, f"name {cited_as(seen.works[id])} where the claim is discussed"
                )


def instruments(module: SeenModule, _: Seen) -> Result:
    """Each questionnaire says under which terms it is here and who described it."""
    found = {
        id: instrument
        for id, prompt in module.prompts.items()
        if isinstance(prompt, Activity)
        and isinstance(instrument := getattr(prompt.spec, "instrument", None), Instrument)
    }
    findings = [
        module.at_prompt(id, f"the instrument “{one.id}” has no licence or no citation", "add both to its definition")
        for id, one in found.items()
        if one.licence not in LICENCES or not one.citation
    ]
    told = ", ".join(f"{one.id} ({one.licence})" for one in found.values())
    return judged(findings, told or "none is asked")
