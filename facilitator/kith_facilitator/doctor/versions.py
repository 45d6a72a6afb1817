"""Installed programs against what is known to be wrong with older ones."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from importlib.metadata import PackageNotFoundError, version

from kith_facilitator.doctor.finding import Finding

__all__ = ["ADVISORIES", "Advisory", "installed_versions", "version_findings"]


@dataclass(frozen=True)
class Advisory:
    """A known fault of a package: its number, the first version without it, and what it lets others do."""

    package: str
    number: str
    fixed: str
    what: str


ADVISORIES = (
    Advisory("nbgrader", "GHSA-fcr8-4r9f-r66m", "0.9.5", "any user of a hub can reach formgrader"),
    Advisory("nbgrader", "jupyter/nbgrader#1978", "0.9.6", "validating reads files outside the folder"),
    Advisory("jupyter-server", "CVE-2025-61669", "2.18.0", "a link can lead away from the server"),
    Advisory("jupyter-server", "CVE-2026-40110", "2.18.0", "other sites may be taken for one's own"),
    Advisory("jupyter-server", "CVE-2026-35397", "2.18.0", "files beside the served folder can be read"),
    Advisory("jupyter-server", "CVE-2026-5422", "2.18.2", "files beside the served folder can be read"),
    Advisory(
        "jupyter-server", "CVE-2026-44727", "2.20.0", "a notebook can run scripts in the page of whoever views it"
    ),
    Advisory("jupyterlab", "CVE-2024-43805", "4.2.5", "a notebook can read what its reader may read"),
    Advisory("jupyterlab", "CVE-2026-40171", "4.5.7", "a link in a notebook can take the server's key"),
    Advisory("jupyterlab", "CVE-2026-42266", "4.5.7", "extensions can be installed that were not allowed"),
    Advisory("jupyterlab", "CVE-2026-73416", "4.6.2", "a notebook can run scripts"),
    Advisory("notebook", "CVE-2024-43805", "7.2.2", "a notebook can read what its reader may read"),
    Advisory("notebook", "CVE-2026-40171", "7.5.6", "a link in a notebook can take the server's key"),
    Advisory("nbconvert", "CVE-2025-53000", "7.17.0", "converting runs a program that lies in the folder (Windows)"),
    Advisory("nbconvert", "CVE-2026-39378", "7.17.1", "a notebook can put other files into its page"),
    Advisory("voila", "CVE-2024-30265", "0.5.6", "any file can be read through a dashboard"),
    Advisory("voila", "voila 0.5.13", "0.5.13", "notebooks that nobody trusted are run without a question"),
    Advisory("ipywidgets", "ipywidgets 8.0", "8.0.0", "labels of widgets can hold scripts"),
    Advisory("jupyterhub", "CVE-2024-28233", "4.1.0", "one user's page can take over another's session"),
    Advisory("jupyterhub", "CVE-2024-41942", "5.1.0", "a user can give themselves more rights"),
    Advisory("jupyterhub", "CVE-2026-33709", "5.4.4", "a link can lead to another site after login"),
    Advisory("jupyterhub", "CVE-2026-40864", "5.4.5", "other sites can act for a user"),
    Advisory("jupyterhub", "CVE-2026-54338", "5.5.0", "anybody can bring it to a halt"),
    Advisory("jupyterhub", "GHSA-c4gm-pwx9-9w8j", "5.5.1", "shared servers can be reached by others"),
    Advisory("jupyterhub", "GHSA-69wv-m5fw-2fhp", "5.5.1", "a user can act as an administrator"),
)


def installed_versions() -> dict[str, str]:
    """The versions of those packages of the table that are installed here."""
    found: dict[str, str] = {}
    for package in {advisory.package for advisory in ADVISORIES}:
        try:
            found[package] = version(package)
        except PackageNotFoundError:
            continue
    return found


def version_findings(installed: Mapping[str, str]) -> Iterator[Finding]:
    """One finding for each package that has known faults, with all of them."""
    for package, there in sorted(installed.items()):
        faults = [each for each in ADVISORIES if each.package == package and _parts(there) < _parts(each.fixed)]
        if faults:
            enough = max(faults, key=lambda each: _parts(each.fixed)).fixed
            yield Finding(
                "unsafe",
                f"{package} {there} has known faults.",
                "; ".join(f"{each.number}: {each.what}" for each in faults),
                "They are public, so anybody can use them.",
                f"Install {package} {enough} or later; python3 kith.py start brings what Kith is tested with.",
            )


def _parts(number: str) -> tuple[int, ...]:
    """A version's numbers; a pre-release counts as what it leads to."""
    release = re.match(r"\d+(\.\d+)*", number)
    return tuple(int(part) for part in release[0].split(".")) if release else ()
