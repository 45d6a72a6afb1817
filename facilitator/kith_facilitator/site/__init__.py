"""A course as a site: an index, and a page for each notebook, with working cards and no kernel behind them."""

from collections.abc import Iterator, Mapping, Sequence
from html import escape
from itertools import groupby

from kith_exercises import KithError
from kith_facilitator.course.model import Course
from kith_facilitator.site.cards import Cards, note
from kith_facilitator.site.prose import Prose
from kith_facilitator.site.sittings import Sitting, sittings_of
from kith_widgets.host import Exhibit, addresses
from kith_widgets.site import Site
from kith_widgets.words import language, speaking, vocabulary

__all__ = ["site_of"]


def site_of(course: Course) -> dict[str, bytes]:
    """Every file of the site by its path, in the course's language; the same sources give the same bytes.

    Raises KithError where Kith does not speak that language.
    """
    try:
        spoken = language(course.language)
    except ValueError as error:
        raise KithError(f"{course.folder / 'course.toml'}, language: {error}") from None
    with speaking(spoken):
        return _files(course, spoken)


def _files(course: Course, spoken: str) -> dict[str, bytes]:
    words: Mapping[str, str] = vocabulary(spoken)["host"]
    site, sittings = Site(spoken), sittings_of(course)
    files = {"index.html": _index(site, course, sittings, words)}
    for place, sitting in enumerate(sittings):
        files[sitting.path] = _page(site, course, sittings, place, words)
    images = {
        path.relative_to(course.folder).as_posix(): path.read_bytes()
        for module in course.modules
        for path in sorted((module.folder / "images").rglob("*"))
        if path.is_file() and not path.name.startswith(".")
    }
    return {name: text.encode() for name, text in files.items()} | images | dict(site.files)


def _index(site: Site, course: Course, sittings: Sequence[Sitting], words: Mapping[str, str]) -> str:
    address = addresses()
    content = [f"<h1>{escape(course.title)}</h1>", f"<p>{escape(words['courseLead'])}</p>", note(words["courseAlone"])]
    for module, pages in groupby(sittings, key=lambda one: one.module):
        content.append(f'<h2 id="{address(module.title)}">{escape(module.title)}</h2>')
        if len(module.notebooks) > 1:
            told = words["courseInAll"].format(count=len(module.notebooks), minutes=module.minutes)
            content.append(f'<p class="page-note">{escape(told)}</p>')
        content.append(f'<ol class="site-sittings">{"".join(_item(one, words) for one in pages)}</ol>')
    return site.page(course.title, content, foot=_foot(course, words))


def _item(sitting: Sitting, words: Mapping[str, str]) -> str:
    said = [words["courseMinutes"].format(minutes=sitting.minutes)] if sitting.minutes else []
    said += [words["courseLeaves"].format(what=sitting.leaves)] if sitting.leaves else []
    told = f"<p>{'. '.join(escape(one) for one in said)}</p>" if said else ""
    return f'<li><a href="{escape(sitting.path)}">{escape(sitting.title)}</a>{told}</li>'


def _page(site: Site, course: Course, sittings: Sequence[Sitting], place: int, words: Mapping[str, str]) -> str:
    sitting = sittings[place]
    pages = [one for one in sittings if one.module is sitting.module]
    content = list(_content(Cards.of(course, pages, words), sitting))
    head = (
        f'<header class="site-head"><a href="../index.html">{escape(course.title)}</a>'
        f' <span aria-hidden="true">/</span> {escape(sitting.module.title)}</header>'
    )
    title = f"{sitting.title}, {course.title}"
    return site.page(title, content, head=head, foot=_ways(sittings, place, words) + _foot(course, words), depth=1)


def _content(cards: Cards, sitting: Sitting) -> Iterator[str | Exhibit]:
    """The page's texts and cards in their order; what holds here alone is said under its first heading."""
    prose, told = Prose(addresses()), False
    for cell in sitting.cells:
        if cell.kind == "code":
            yield from cards.shown(cell)
            continue
        html = prose.html(cell.text)
        head, end, rest = html.partition("</h1>")
        if end and not told:
            yield head + end + note(cards.words["courseHere"]) + rest
            told = True
        else:
            yield html


def _ways(sittings: Sequence[Sitting], place: int, words: Mapping[str, str]) -> str:
    def link(to: Sitting, word: str) -> str:
        return f'<a href="../{escape(to.path)}">{escape(words[word].format(title=to.title))}</a>'

    before = (
        link(sittings[place - 1], "courseBefore")
        if place
        else f'<a href="../index.html">{escape(words["courseHome"])}</a>'
    )
    after = link(sittings[place + 1], "courseNext") if place + 1 < len(sittings) else ""
    return f'<nav class="site-foot site-ways" aria-label="{escape(words["courseWays"])}">{before}{after}</nav>\n'


def _foot(course: Course, words: Mapping[str, str]) -> str:
    return (
        f'<footer class="site-foot site-kept"><h2>{escape(words["courseKept"])}</h2>'
        f'<div data-kept="{escape(f"site:{course.id}:")}"></div></footer>'
    )
