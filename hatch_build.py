"""What a wheel of Kith needs beyond its Python files: built widgets, and the course's sources."""

from pathlib import Path
from typing import Any

from hatchling.builders.hooks.plugin.interface import BuildHookInterface

STATIC = "widgets/kith_widgets/static"


class KithBuildHook(BuildHookInterface[Any]):
    """Refuses a wheel whose widgets were not built, and puts `course/` into it.

    An editable install gets neither: it reads the checkout, where `kith.py` builds the widgets.
    """

    def initialize(self, version: str, build_data: dict[str, Any]) -> None:
        """Called by hatchling before each wheel; `version` is "standard" or "editable"."""
        if self.target_name != "wheel" or version != "standard":
            return
        root = Path(self.root)
        if not any((root / STATIC).glob("*.js")):
            msg = (
                f"{STATIC} holds no built widget, so this wheel would show nothing. "
                "Run `npm ci` and `node build.mjs` in widgets/ first, or `python3 kith.py check`, which does both."
            )
            raise RuntimeError(msg)
        for file in sorted((root / "course").rglob("*")):
            place = file.relative_to(root / "course")
            if file.is_file() and file.suffix != ".ipynb" and not any(part.startswith(".") for part in place.parts):
                build_data["force_include"][str(file)] = f"kith_facilitator/_course/{place}"
