"""Pages without any protection, in which injections fire: else that they do not fire elsewhere would say nothing."""

import json
import re
from html import escape
from pathlib import Path

import jupyterlab
from markdown_it import MarkdownIt

from tests.injections.payloads import Payload

__all__ = ["control_page"]

_MARKDOWN = MarkdownIt("commonmark", {"html": True})
_MARKDOWN.validateLink = lambda _: True  # type: ignore[method-assign]  # as a renderer without care would


def control_page(payloads: tuple[Payload, ...]) -> str:
    """One frame a payload, so that none gets in another's way; but for mathematics, set in the page itself."""
    frames = (f'<iframe srcdoc="{escape(_page(one))}"></iframe>' for one in payloads if one.kind != "mathjax")
    formulas = (f"<p>{one.text}</p>" for one in payloads if one.kind == "mathjax")
    scripts = (f"<script>{script.replace('</script', _CLOSING)}</script>" for script in _mathjax())
    body = "".join((*frames, *formulas, *scripts))
    return f"<!DOCTYPE html><html><meta charset=utf-8><body>{body}</body></html>"


_CLOSING = "<\\/script"


def _page(payload: Payload) -> str:
    """A page that puts the words where they do harm, as such pages do."""
    text = payload.text
    body = {
        "attribute": f'<input value="{text}">',
        "raw text": f"<textarea>{text}</textarea>",
        "data in a script": f'<script>var answer = "{text}";</script>',
        "markdown": _MARKDOWN.render(text),
    }.get(payload.kind, text)
    return f"<!DOCTYPE html><html><body>{body}</body></html>"


def _mathjax() -> tuple[str, ...]:
    """MathJax as JupyterLab brings it, without the filter that JupyterLab puts before it."""
    static = Path(jupyterlab.__file__).parents[4] / "share" / "jupyter" / "lab" / "static"
    part = re.compile(r"MathJax|mathjax|Mml|\.TeX=|browserAdaptor")
    chunks = [text for path in sorted(static.glob("[0-9]*.js")) if part.search(text := path.read_text("utf-8"))]
    return (*chunks, _LOADER.replace("NAMES", json.dumps(_NAMES)))


_NAMES = ["TeX", "CHTML", "HTMLHandler", "AllPackages", "mathjax", "browserAdaptor"]

#: Just enough of a module loader for those scripts.
_LOADER = r"""
const name = Object.keys(window).find((key) => /^(rs|web)packChunk/.test(key));
const modules = Object.assign({}, ...window[name].map((chunk) => chunk[1]));
const loaded = {};
const load = (id) => {
  if (!(id in loaded) && id in modules) {
    const made = (loaded[id] = { exports: {} });
    modules[id].call(made.exports, made, made.exports, load);
  }
  return id in loaded ? loaded[id].exports : {};
};
load.d = (made, getters) => {
  for (const key in getters) Object.defineProperty(made, key, { enumerable: true, get: getters[key] });
};
load.r = () => {};
load.o = (made, key) => Object.prototype.hasOwnProperty.call(made, key);
load.n = (made) => () => made;
load.g = window;
const found = {};
for (const wanted of NAMES) {
  for (const id of Object.keys(modules)) {
    if (modules[id].toString().includes(`.${wanted}=`) && load(id)[wanted]) found[wanted] = load(id)[wanted];
  }
}
found.mathjax.handlers.register(new found.HTMLHandler(found.browserAdaptor()));
const input = new found.TeX({ packages: found.AllPackages, inlineMath: [['$', '$'], ['\\(', '\\)']] });
found.mathjax.document(document, { InputJax: input, OutputJax: new found.CHTML() }).render();
"""
