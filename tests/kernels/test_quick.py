"""A kernel that is started quickly is told what it would be told else."""

import pytest
from ipykernel.kernelapp import IPKernelApp

from kith_kernels import quick
from kith_kernels.packets import NO_HISTORY
from kith_kernels.shell import is_usual

FILE = ["-f", "/run/kernel.json"]
IN_MEMORY = "--HistoryManager.hist_file=:memory:"  # as nbclient has it


@pytest.mark.parametrize(
    "more",
    [
        [],
        [NO_HISTORY],
        [IN_MEMORY, NO_HISTORY],
        ["--InteractiveShell.ast_node_interactivity=all", "--HistoryManager.hist_file=a=b c"],
    ],
)
def test_it_has_the_settings_that_a_parser_for_all_words_would_make(more: list[str]) -> None:
    parsed = IPKernelApp()
    parsed.parse_command_line([*FILE, *more])  # type: ignore[no-untyped-call]
    assert quick._told([*FILE, *more]) == parsed.cli_config


@pytest.mark.parametrize(("more", "usual"), [([IN_MEMORY, NO_HISTORY], True), ([NO_HISTORY], False), ([], False)])
def test_a_shell_that_was_made_before_is_for_whoever_is_told_what_it_was_told(more: list[str], usual: bool) -> None:
    told = quick._told([*FILE, *more])
    assert told is not None
    assert is_usual(told) is usual


@pytest.mark.parametrize(
    "words",
    [
        [],
        ["--f=/run/kernel.json"],
        [*FILE, "--debug"],
        [*FILE, "--colors=NoColor"],
        [*FILE, "--HistoryManager.enabled", "False"],
        [*FILE, NO_HISTORY, NO_HISTORY],
    ],
)
def test_other_words_are_left_to_the_parser(words: list[str]) -> None:
    assert quick._told(words) is None
