"""What a wheel needs beyond its Python files: built widgets, what Jupyter looks for, the course's texts, the guide."""

from pathlib import Path
from typing import Any

from hatchling.builders.hooks.plugin.interface import BuildHookInterface

STATIC = "widgets/kith_widgets/static"
COMPANION = "widgets/kith_widgets/labextension/labextensions/kith"
SHARE = "facilitator/kith_facilitator/share"

#: Where Jupyter looks for each below an environment's folder.
FOR_JUPYTER = {
    COMPANION: "share/jupyter/labextensions/kith",
    f"{SHARE}/lab/settings/overrides.d/kith.json": "share/jupyter/lab/settings/overrides.d/kith.json",
    f"{SHARE}/jupyter_server_config.d/kith.json": "etc/jupyter/jupyter_server_config.d/kith.json",
}

#: Texts that stand outside the packages, and the folder of kith_facilitator in which a wheel has them.
TEXTS = {"course": "_course", "facilitator/guide": "_guide", "facilitator/dashboards": "_dashboards"}

#: One text of each, without which none of them was brought.
BROUGHT_ALONG = ("course/course.toml", "facilitator/guide/start.md", "facilitator/dashboards/how-we-predicted.md")

#: What a wheel is nothing without, and what it would lack.
NEEDED = (
    (STATIC, "*/*.js", "holds no built widget, so this wheel would show nothing"),
    (STATIC, "*.css", "holds no style sheet, so this wheel would show bare widgets"),
    (COMPANION, "package.json", "has no package.json, so JupyterLab would not find the companion"),
    (COMPANION, "static/*.js", "holds no built companion, so pages in JupyterLab would have no Begin"),
)
BUILD = "Run `npm ci` and `node build.mjs` in widgets/ first, or `python3 kith.py check`, which does both."
BROUGHT = "It is part of Kith's sources: take them anew, whole."


def _complain(root: Path) -> None:
    """Raises a sentence for all that is missing."""
    built = [f"{folder} {lack}." for folder, files, lack in NEEDED if not any((root / folder).glob(files))]
    sources = [place for place in (*FOR_JUPYTER, *BROUGHT_ALONG) if place != COMPANION]
    brought = [f"{place} is not there." for place in sources if not (root / place).exists()]
    if built or brought:
        msg = " ".join([*built, *([BUILD] if built else []), *brought, *([BROUGHT] if brought else [])])
        raise RuntimeError(msg)


class KithBuildHook(BuildHookInterface[Any]):
    """Refuses a wheel that would lack something, and puts `course/` and the facilitator's guide into it.

    Puts the JupyterLab extension and the settings where Jupyter looks, too. An editable install gets none of
    this: it reads the checkout, where `kith.py` builds the widgets and `kith start` tells Jupyter about the rest.
    """

    def initialize(self, version: str, build_data: dict[str, Any]) -> None:
        """Called by hatchling before each wheel; `version` is "standard" or "editable"."""
        if self.target_name != "wheel" or version != "standard":
            return
        root = Path(self.root)
        _complain(root)
        build_data["shared_data"] = {str(root / place): where for place, where in FOR_JUPYTER.items()}
        for folder, inside in TEXTS.items():
            for file in sorted((root / folder).rglob("*")):
                place = file.relative_to(root / folder)
                if file.is_file() and file.suffix != ".ipynb" and not any(part.startswith(".") for part in place.parts):
                    build_data["force_include"][str(file)] = f"kith_facilitator/{inside}/{place}"
