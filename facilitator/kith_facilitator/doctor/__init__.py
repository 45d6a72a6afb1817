"""A look at a home and this machine: what is not safe here, in words, and what can be mended."""

from collections.abc import Iterator

from kith_facilitator.doctor.finding import Finding
from kith_facilitator.doctor.folders import exchange_findings, home_findings
from kith_facilitator.doctor.machine import clock_findings, disk_findings, identity_findings, sandbox_findings
from kith_facilitator.doctor.settings import nbgrader_findings, server_findings
from kith_facilitator.doctor.versions import installed_versions, version_findings
from kith_facilitator.home import Home

__all__ = ["Finding", "examine", "mend"]


def examine(home: Home) -> Iterator[Finding]:
    """Everything worth a word about a home, a learner's or a facilitator's; nothing is changed."""
    yield from home_findings(home)
    yield from exchange_findings(home)
    yield from nbgrader_findings(home)
    yield from server_findings(home)
    yield from identity_findings(home)
    yield from sandbox_findings(home)
    yield from version_findings(installed_versions())
    yield from disk_findings(home)
    yield from clock_findings(home)


def mend(home: Home) -> Iterator[str]:
    """Mend what can be mended, and say what was changed; a second time there is nothing to change."""
    for finding in list(examine(home)):
        if finding.fix is not None:
            yield finding.fix()
