"""A place of its own for what runs dashboards: nobody's settings, and nothing that a page's code could tell."""

import os
from pathlib import Path

from kith_facilitator.dashboards.leaf import TEMPLATES, put_tokens

__all__ = ["environment"]


def environment(place: Path) -> dict[str, str]:
    """What a process gets that runs in ``place``, an empty folder: no more than Python and Jupyter need."""
    put_tokens(place / "share")
    kept = {name: os.environ[name] for name in ("PATH", "PYTHONPATH", "LANG", "LC_ALL", "TZ") if name in os.environ}
    own = {name: str(place) for name in ("HOME", "TMPDIR", "IPYTHONDIR", "JUPYTER_DATA_DIR", "JUPYTER_RUNTIME_DIR")}
    shared = os.pathsep.join([str(place / "share"), str(TEMPLATES)])
    return {**kept, **own, "JUPYTER_CONFIG_DIR": str(place / "config"), "JUPYTER_PATH": shared}
