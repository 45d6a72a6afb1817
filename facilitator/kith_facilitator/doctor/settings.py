"""Settings as Jupyter and nbgrader will really read them here, against those that Kith wrote."""

import logging
import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any, ClassVar

from jupyter_core.application import JupyterApp
from traitlets.config import Config

from kith_facilitator.configure import configure_nbgrader, environment, write_configuration
from kith_facilitator.doctor.finding import Finding
from kith_facilitator.home import Home

__all__ = ["nbgrader_findings", "server_findings"]

#: Settings on which safety hangs: any other value of them is worth a word.
_GUARDED = (
    "Autograde",
    "CourseDirectory",
    "Exchange",
    "ExchangeFactory",
    "Execute",
    "GenerateAssignment",
    "GenerateFeedback",
    "HTMLExporter",
    "KernelManager",
    "KithCollect",
    "SanitizeHTML",
)


def nbgrader_findings(home: Home) -> Iterator[Finding]:
    """Settings of nbgrader that are not Kith's: its steps would run without Kith's safeguards."""
    written = home.config / "nbgrader_config.py"
    if not written.is_file():
        yield Finding(
            "unsafe",
            "nbgrader's settings for this home are not there.",
            str(written),
            "nbgrader would grade, collect and show pages without any of Kith's safeguards.",
            "Run “kith doctor --fix”, or “kith start”, which writes them.",
            _rewrite(home),
        )
        return
    wanted = Config()
    configure_nbgrader(wanted, str(home.root))
    found, files = _read(home, "nbgrader_config")
    others = [file for file in files if Path(file) != written]
    for section in _GUARDED:
        for name, value in wanted.get(section, {}).items():
            now = found.get(section, {}).get(name)
            if now != value:
                yield _overridden(home, f"{section}.{name}", others)


def _overridden(home: Home, setting: str, others: list[str]) -> Finding:
    what = "Pages with learners' words are shown as they come" if "anitize" in setting else "A safeguard is changed"
    return Finding(
        "unsafe",
        f"{what}: {setting} is not as Kith sets it.",
        ", ".join(others) or str(home.config / "nbgrader_config.py"),
        "nbgrader's own commands and pages would do without it.",
        f"Take {setting} out of that file." if others else "Run “kith doctor --fix”, which writes the file anew.",
        None if others else _rewrite(home),
    )


def _rewrite(home: Home) -> Any:
    def fix() -> str:
        write_configuration(home)
        return f"{home.config}: written anew"

    return fix


def server_findings(home: Home) -> Iterator[Finding]:
    """Settings of the Jupyter server that let other people in."""
    found, files = _read(home, "jupyter_server_config")
    where = ", ".join(files) or str(home.config / "jupyter_server_config.json")
    kernels = found.get("KernelManager", {})
    if kernels.get("transport") != "ipc" and kernels.get("transport_encryption") not in ("auto", "required"):
        others = [file for file in files if Path(file).parent != home.config]
        yield Finding(
            "unsafe",
            "Kernels talk in the clear over this machine's network.",
            where,
            "Every account on this machine can read what a kernel is told and what it answers.",
            "Take KernelManager.transport_encryption out of that file."
            if others
            else "Run “kith doctor --fix”, which sets KernelManager.transport_encryption to auto.",
            None if others else _rewrite(home),
        )
    for section, name, bad, why in _OPENINGS:
        if found.get(section, {}).get(name, _UNSET) in bad:
            value = found[section][name]
            todo = f"Take {section}.{name} out of that file."
            yield Finding("unsafe", f"{section}.{name} is {value!r}.", where, why, todo)


_UNSET = object()
_ANYBODY = "Anybody who reaches this machine can use the server."
_STRANGE_SITES = "Other web sites can act for whoever is logged in."
_OPENINGS: tuple[tuple[str, str, tuple[Any, ...], str], ...] = (
    ("ServerApp", "token", ("",), _ANYBODY),
    ("IdentityProvider", "token", ("",), _ANYBODY),
    ("ServerApp", "allow_remote_access", (True,), _ANYBODY),
    ("ServerApp", "ip", ("*", "0.0.0.0", "::"), "The server answers other machines too."),  # noqa: S104
    ("ServerApp", "allow_unauthenticated_access", (True,), _ANYBODY),
    ("ServerApp", "disable_check_xsrf", (True,), _STRANGE_SITES),
    ("ServerApp", "allow_origin", ("*",), _STRANGE_SITES),
)


def _read(home: Home, name: str) -> tuple[Any, list[str]]:
    """The settings as read by a program that Kith starts, and the files that they come from."""
    with _environment(home):
        app: Any = _Reader(config_file_name=name, log=_QUIET)
        # nbgrader reads the folder that it is started in as well, and that one counts most.
        app.first = [str(folder) for folder in (home.course, home.learner, home.root)] if "nbgrader" in name else []
        app.load_config_file()
        return app.config, [str(file) for file in app.loaded_config_files]


@contextmanager
def _environment(home: Home) -> Iterator[None]:
    """This process's environment as Kith's programs get theirs, and as it was again at the end."""
    before = dict(os.environ)
    os.environ.update(environment(home))
    try:
        yield
    finally:
        os.environ.clear()
        os.environ.update(before)


class _Reader(JupyterApp):
    """A program that only reads its settings."""

    first: ClassVar[list[str]] = []

    @property
    def config_file_paths(self) -> list[str]:
        return [*self.first, *super().config_file_paths]


_QUIET = logging.getLogger("kith.doctor")
_QUIET.propagate = False
