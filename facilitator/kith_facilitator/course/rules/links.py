"""Links and images of the texts, seen from where a learner stands: one module's folder, perhaps no network."""

import re
from collections.abc import Iterator
from html.parser import HTMLParser
from pathlib import PurePosixPath
from urllib.parse import unquote, urlsplit

from markdown_it import MarkdownIt
from markdown_it.token import Token

from kith_facilitator.course.finding import Finding
from kith_facilitator.course.rules.pages import ModulePages, Page
from kith_facilitator.course.source import SourceCell

__all__ = ["broken_links", "images_without_words", "missing_images"]

_MARKDOWN = MarkdownIt("commonmark").enable("table")
_REMOTE = {"http", "https", "mailto"}


def broken_links(module: ModulePages) -> Iterator[Finding]:
    """Links to what a learner's folder will not have."""
    for page, cell, line, tag, attributes in _elements(module):
        target = attributes.get("href") or ""
        if tag == "a" and urlsplit(target).scheme not in _REMOTE and not _reachable(module, target):
            yield cell.finding(f"the link to “{target}” leads nowhere", _remedy(module, page, target), line)


def missing_images(module: ModulePages) -> Iterator[Finding]:
    """Images that are not beside the notebook."""
    for _, cell, line, tag, attributes in _elements(module):
        target = attributes.get("src") or ""
        if tag == "img" and (urlsplit(target).scheme or not _reachable(module, target)):
            remedy = f"put it into {module.module.name}/images/ and link it from there"
            yield cell.finding(f"there is no image “{target}”", remedy, line)


def images_without_words(module: ModulePages) -> Iterator[Finding]:
    """Images that say nothing to somebody who does not see them."""
    for _, cell, line, tag, attributes in _elements(module):
        if tag == "img" and not (attributes.get("alt") or "").strip():
            message = f"the image “{attributes.get('src') or ''}” has no alternative text"
            yield cell.finding(message, "say in its brackets what it shows: ![what it shows](images/...)", line)


def _reachable(module: ModulePages, target: str) -> bool:
    parts = urlsplit(target)
    path = PurePosixPath(unquote(parts.path))
    if parts.scheme or parts.netloc or path.is_absolute() or ".." in path.parts:
        return False
    if not parts.path:
        return bool(parts.fragment)
    if path.suffix == ".ipynb":
        return path.as_posix().removesuffix(".ipynb") in module.module.notebooks
    return path.parts[0] == "images" and (module.module.folder / path).is_file()


def _remedy(module: ModulePages, page: Page, target: str) -> str:
    path = unquote(urlsplit(target).path)
    if path.endswith(".md") and path.removesuffix(".md") in module.module.notebooks:
        return f"link the built notebook: {path.removesuffix('.md')}.ipynb"
    if ".." in path.split("/"):
        return "a learner has this module's folder only; name the other module in words"
    return f"link a notebook or an image of {module.module.name}, or mend the name in {page.name}.md"


def _elements(module: ModulePages) -> Iterator[tuple[Page, SourceCell, int, str, dict[str, str | None]]]:
    """Every link and image, with the line of the paragraph that it stands in."""
    for page in module.pages:
        for cell in page.cells:
            for token in _MARKDOWN.parse(cell.text) if cell.kind == "markdown" else ():
                line = cell.line + (token.map[0] if token.map else 0)
                for tag, attributes in _of_token(token):
                    yield page, cell, line, tag, attributes


def _of_token(token: Token) -> Iterator[tuple[str, dict[str, str | None]]]:
    for each in (token, *(token.children or ())):
        if each.type == "link_open":
            yield "a", {"href": str(each.attrs.get("href", ""))}
        elif each.type == "image":
            words = re.sub(r"\s+", " ", each.content)
            yield "img", {"src": str(each.attrs.get("src", "")), "alt": words}
            yield from (found for child in each.children or () for found in _of_token(child))
        elif each.type in {"html_block", "html_inline"}:
            yield from _of_html(each.content)


def _of_html(text: str) -> list[tuple[str, dict[str, str | None]]]:
    tags = _Tags()
    tags.feed(text)
    return tags.found


class _Tags(HTMLParser):
    """Collects links and images that an author wrote as HTML."""

    def __init__(self) -> None:
        super().__init__()
        self.found: list[tuple[str, dict[str, str | None]]] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        names = {name for name, _ in attrs}
        if tag == "img" or (tag == "a" and "href" in names):
            self.found.append((tag, dict(attrs)))
