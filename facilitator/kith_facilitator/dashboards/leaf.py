"""One template for a dashboard's page, with two leaves: Voilà serves the live one, the published one needs nobody."""

import json
from collections.abc import Sequence
from importlib.resources import files
from pathlib import Path
from typing import Any, TypedDict

from kith_facilitator.dashboards.guess import SCRIPT
from kith_widgets._page import digest
from kith_widgets.tokens import css
from kith_widgets.words import languages, say, speaking

__all__ = ["POLICY", "TEMPLATES", "Link", "around", "link_to", "published", "put_tokens"]

#: A Jupyter data folder. Voilà reads templates as files, so the package lies unpacked wherever it works at all.
TEMPLATES = Path(str(files("kith_facilitator.dashboards"))) / "templates"

#: What a page may do in the browser: show itself, and draw its reader's guess. It asks nobody, and sends nothing.
POLICY = (
    f"default-src 'none'; script-src {digest(SCRIPT)}; style-src 'unsafe-inline'; img-src data:; base-uri 'none'; "
    "form-action 'none'"
)

_TOKENS = "tokens.css"


class Link(TypedDict):
    """A page that another leads to."""

    name: str
    title: str
    href: str


def link_to(notebook: Path, href: str) -> Link:
    """A link that is called as the notebook is."""
    metadata: dict[str, Any] = json.loads(notebook.read_bytes())["metadata"]
    return Link(name=notebook.stem, title=str(metadata.get("title", notebook.stem)), href=href)


def published(name: str, notebook: Any, links: Sequence[Link]) -> str:
    """An executed notebook as one page that holds all it needs: no source, and no output but HTML."""
    from jinja2 import DictLoader  # slow to load, as nbconvert is, and only needed when something is published
    from nbconvert.exporters import HTMLExporter

    exporter: Any = HTMLExporter(  # type: ignore[no-untyped-call]
        template_name="kith",
        template_file="index.html.j2",
        extra_template_basedirs=[str(TEMPLATES / "voila" / "templates")],
        extra_loaders=[DictLoader({_TOKENS: css()})],
    )
    resources = {"metadata": {"name": name}, "policy": POLICY, "pages": list(links), **around()}
    html: str = exporter.from_notebook_node(notebook, resources=resources)[0]
    return html


def around() -> dict[str, Any]:
    """What stands around the cells: the script, and words by language; a notebook says which is its own."""
    return {"script": SCRIPT, "words": _words()}


def _words() -> dict[str, dict[str, str]]:
    found: dict[str, dict[str, str]] = {}
    for language in languages():
        with speaking(language):
            found[language] = {
                "skip": say("frameSkip"),
                "working": say("frameWorking"),
                "pages": say("framePages"),
                "broken": say("frameBroken"),
            }
    return found


def put_tokens(data: Path) -> None:
    """Put the colours where Voilà finds them, in a Jupyter data folder beside that of the templates."""
    folder = data / "voila" / "templates" / "kith"
    folder.mkdir(parents=True)
    (folder / _TOKENS).write_text(css(), encoding="utf-8")
