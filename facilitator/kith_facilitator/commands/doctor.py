"""``kith doctor``: what is not safe here."""

from typing import Annotated

import typer

from kith_facilitator.commands.shared import HomeOption, root_of
from kith_facilitator.console import say
from kith_facilitator.home import open_home

__all__ = ["doctor"]


def doctor(
    home: HomeOption = None,
    fix: Annotated[bool, typer.Option("--fix", help="Mend what can be mended, and say what was changed.")] = False,
) -> None:
    """Say what is not safe here, and what to do about it; exit code 1 if there is something."""
    from kith_facilitator.doctor import examine, mend

    place = open_home(root_of(home))
    if fix:
        changed = list(mend(place))
        for line in changed:
            say(f"Mended: {line}")
        if not changed:
            say("Nothing was changed.")
    findings = list(examine(place))
    for finding in findings:
        say(f"{_SIGN[finding.level]}: {finding}")
    unsafe = [finding for finding in findings if finding.level == "unsafe"]
    if not unsafe:
        say(f"Nothing unsafe was found for {place.root}.")
        return
    mendable = sum(finding.fix is not None for finding in unsafe)
    say(
        f"{len(unsafe)} not safe. “kith doctor --fix” mends {mendable} of them."
        if mendable
        else f"{len(unsafe)} not safe."
    )
    raise typer.Exit(1)


_SIGN = {"unsafe": "Not safe", "note": "Note"}
