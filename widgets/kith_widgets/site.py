"""Pages of a site without a kernel: what all of them need lies in files beside them, which a browser reads once.

The files work from a disk as from a server. Each is named by what it holds, so that it may be kept for ever.
"""

import json
from collections.abc import Iterator, Mapping, Sequence
from hashlib import sha256
from itertools import count

from kith_widgets._page import bundle_text, linked
from kith_widgets.host import Exhibit, bundle_of, bundles_of, shown
from kith_widgets.words import vocabulary

__all__ = ["Site"]

#: Runs the scripts of its own folder and the widgets that they unpack, and asks nobody for anything.
_POLICY = (
    "default-src 'none'; script-src 'self' file: blob:; style-src 'self' file: 'unsafe-inline'; "
    "img-src 'self' file: data:; base-uri 'none'; form-action 'none'"
)


class Site:
    """What the pages of a site in one language share, as far as they need it."""

    def __init__(self, language: str, folder: str = "kith") -> None:
        """``folder`` is where the shared files lie, seen from the site's own folder."""
        self._language, self._folder = language, folder
        self._files: dict[str, bytes] = {}
        self._style = self._kept("site", "css", bundle_text("site.css"))
        # Its names are its own: these are no modules.
        self._script = self._kept("site", "js", f"(() => {{\n{bundle_text(f'{language}/site.js')}\n}})();\n")

    @property
    def files(self) -> Mapping[str, bytes]:
        """The shared files by their path in the site: those that the pages made so far ask for."""
        return self._files

    def page(
        self, title: str, content: Sequence[str | Exhibit], *, head: str = "", foot: str = "", depth: int = 0
    ) -> str:
        """A page so many folders below the site's own. Texts are HTML, as they are to stand there.

        Browsers keep what is written under the ``key`` of each card: no two of a whole site may share one.
        """
        words, up = vocabulary(self._language), "../" * depth
        exhibits = [one for one in content if isinstance(one, Exhibit)]
        scripts = [self._bundle(name) for name in (bundles_of(exhibits) if exhibits else ())]
        body = _BODY.format(
            skip=words["host"]["courseSkip"],
            head=head,
            content="\n".join(_standing(content)),
            no_script=words["host"]["noScript"],
            foot=foot,
        )
        return linked(
            body,
            lang=self._language,
            dir=words["direction"],
            data_theme="system",
            policy=_POLICY,
            title=title,
            styles=[up + self._style],
            data={"bundles": None, "exhibits": shown(exhibits, self._language), "bar": False},
            under="kith-page",
            scripts=[up + one for one in (*scripts, self._script)],
        )

    def _bundle(self, name: str) -> str:
        bundle = json.dumps({name: bundle_of(name, self._language)}, ensure_ascii=False)
        return self._kept(name, "js", f"Object.assign(globalThis.kithBundles ??= {{}}, {bundle});\n")

    def _kept(self, name: str, ending: str, text: str) -> str:
        data = text.encode()
        path = f"{self._folder}/{name}.{sha256(data).hexdigest()[:12]}.{ending}"
        self._files[path] = data
        return path


def _standing(content: Sequence[str | Exhibit]) -> Iterator[str]:
    numbers = count()
    for one in content:
        yield one if isinstance(one, str) else f'<div class="exhibit stand" data-exhibit="{next(numbers)}"></div>'


_BODY = """<a class="page-skip" href="#content">{skip}</a>
{head}
<main id="content" tabindex="-1">
<p class="page-waits">{no_script}</p>
{content}
</main>
{foot}"""
