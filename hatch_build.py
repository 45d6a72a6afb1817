"""What a wheel needs beyond its Python files: built widgets, what Jupyter looks for, and the course's sources."""

from pathlib import Path
from typing import Any

from hatchling.builders.hooks.plugin.interface import BuildHookInterface

STATIC = "widgets/kith_widgets/static"
SHARE = "facilitator/kith_facilitator/share"

#: Where Jupyter looks for each below an environment's folder.
FOR_JUPYTER = {
    "widgets/kith_widgets/labextension/labextensions/kith": "share/jupyter/labextensions/kith",
    f"{SHARE}/lab/settings/overrides.d/kith.json": "share/jupyter/lab/settings/overrides.d/kith.json",
    f"{SHARE}/jupyter_server_config.d/kith.json": "etc/jupyter/jupyter_server_config.d/kith.json",
}


class KithBuildHook(BuildHookInterface[Any]):
    """Refuses a wheel whose widgets were not built, and puts `course/` into it.

    Puts the JupyterLab extension and the settings where Jupyter looks, too. An editable install gets none of
    this: it reads the checkout, where `kith.py` builds the widgets and `kith start` tells Jupyter about the rest.
    """

    def initialize(self, version: str, build_data: dict[str, Any]) -> None:
        """Called by hatchling before each wheel; `version` is "standard" or "editable"."""
        if self.target_name != "wheel" or version != "standard":
            return
        root = Path(self.root)
        if not any((root / STATIC).glob("*/*.js")):
            msg = (
                f"{STATIC} holds no built widget, so this wheel would show nothing. "
                "Run `npm ci` and `node build.mjs` in widgets/ first, or `python3 kith.py check`, which does both."
            )
            raise RuntimeError(msg)
        build_data["shared_data"] = {str(root / place): where for place, where in FOR_JUPYTER.items()}
        for file in sorted((root / "course").rglob("*")):
            place = file.relative_to(root / "course")
            if file.is_file() and file.suffix != ".ipynb" and not any(part.startswith(".") for part in place.parts):
                build_data["force_include"][str(file)] = f"kith_facilitator/_course/{place}"
