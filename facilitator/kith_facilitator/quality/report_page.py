"""What a check found, as a page to read, keep or send: no script, no network."""

from collections.abc import Iterable, Iterator
from html import escape

from kith_exercises.paper import paper
from kith_facilitator.course.finding import Finding
from kith_facilitator.quality.examined import MODULE_CHECKS, Examined, Said
from kith_facilitator.quality.report import counted
from kith_facilitator.quality.result import Check, Result
from kith_widgets.tokens import css
from kith_widgets.words import speaking

__all__ = ["report_page"]

_SIGNS = {"passed": "●", "failed": "✕", "not yet": "○"}


def report_page(examined: Examined) -> str:
    """The whole page as one HTML document."""
    body = "".join([_slips(examined.slips), _overview(examined), *_sections(examined)])
    note = f"{counted(examined)}. What can't be judged yet fails nothing."
    with speaking("en"):  # as what was found is told
        return paper(f"Check of {examined.course.title}", note, body, css() + _STYLE)


def _slips(slips: Iterable[Finding]) -> str:
    items = "".join(map(_place, slips))
    return f"<section><h2>Slips that come first</h2><ul>{items}</ul></section>" if items else ""


def _overview(examined: Examined) -> str:
    if not examined.modules:
        return ""
    heads = "".join(f'<th scope="col">{escape(name)}</th>' for name, _ in examined.modules)
    rows = "".join(
        f'<tr><th scope="row">{escape(check.title)}</th><td>{escape(check.floor)}</td>'
        + "".join(_cell(name, check, said[place][1]) for name, said in examined.modules)
        + "</tr>"
        for place, check in enumerate(MODULE_CHECKS)
    )
    caption = "<caption>What is asked of each module, and what came</caption>"
    head = f'<thead><tr><th scope="col">Check</th><th scope="col">Floor</th>{heads}</tr></thead>'
    table = f"<table>{caption}{head}<tbody>{rows}</tbody></table>"
    return f'<div class="wide" tabindex="0" role="region" aria-label="All checks">{table}</div>'


def _cell(module: str, check: Check, result: Result) -> str:
    return f'<td><a href="#{escape(_id(module, check))}">{_verdict(result)}</a></td>'


def _verdict(result: Result) -> str:
    name = result.verdict.replace(" ", "-")
    return f'<span class="{name}"><span aria-hidden="true">{_SIGNS[result.verdict]}</span> {result.verdict}</span>'


def _sections(examined: Examined) -> Iterator[str]:
    for name, said in examined.modules:
        yield _section(name, name, said)
    if examined.whole:
        yield _section("The course as a whole", "course", examined.whole)


def _section(title: str, module: str, said: Iterable[Said]) -> str:
    articles = "".join(_article(module, check, result) for check, result in said)
    return f"<section><h2>{escape(title)}</h2>{articles}</section>"


def _article(module: str, check: Check, result: Result) -> str:
    places = "".join(map(_place, (*result.findings, *result.places)))
    return (
        f'<article id="{escape(_id(module, check))}"><h3>{escape(check.title)}</h3>'
        f"<p>{_verdict(result)}: {escape(result.sentence)}.</p>"
        f'<p class="floor">Floor: {escape(check.floor)}</p>{f"<ul>{places}</ul>" if places else ""}</article>'
    )


def _place(finding: Finding) -> str:
    told = f"{escape(finding.message)}; {escape(finding.remedy)}."
    return f"<li><strong>{escape(finding.place)}</strong>: {told}</li>"


def _id(module: str, check: Check) -> str:
    return f"{module}--{check.id}"


_STYLE = """
:root { background: var(--kith-paper); color: var(--kith-ink); }
body { font-size: 1rem; max-width: 52rem; overflow-wrap: anywhere; }
h2 { margin-block-start: 3rem; }
h3 { font-size: 1rem; margin-block: 0 .25rem; }
a { color: inherit; }
a:focus-visible, .wide:focus-visible { outline: 3px solid var(--kith-ink); outline-offset: 2px; }
p { margin-block: .25rem; }
article { border-block-start: 1px solid var(--kith-line); padding-block: 1rem; scroll-margin: 1rem; }
.wide { overflow-x: auto; margin-block: 1.5rem; }
table { border-collapse: collapse; }
caption { text-align: start; font-weight: 600; padding-block-end: .5rem; }
th, td { text-align: start; vertical-align: top; padding: .375rem 1rem .375rem 0;
  border-block-end: 1px solid var(--kith-line); }
th { font-weight: 600; }
tbody th { font-weight: 400; min-width: 11rem; }
thead th, td a { white-space: nowrap; }
td:nth-child(2) { min-width: 7rem; }
.wide { overflow-wrap: normal; }
.failed { color: var(--kith-error); font-weight: 600; }
.not-yet, .floor, td { color: var(--kith-quiet); }
.passed { color: var(--kith-ink); }
.floor { font-size: .875rem; }
@media print { article { break-inside: avoid; } a::after { content: none; } section + section { break-before: auto; } }
"""
