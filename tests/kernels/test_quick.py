"""A kernel that is started quickly is told what it would be told else."""

import pytest
from ipykernel.kernelapp import IPKernelApp

from kith_kernels import quick
from kith_kernels.packets import NO_HISTORY

FILE = ["-f", "/run/kernel.json"]


@pytest.mark.parametrize(
    "more",
    [
        [],
        [NO_HISTORY],
        ["--HistoryManager.hist_file=:memory:", NO_HISTORY],  # what nbclient says
        ["--InteractiveShell.ast_node_interactivity=all", "--HistoryManager.hist_file=a=b c"],
    ],
)
def test_it_has_the_settings_that_a_parser_for_all_words_would_make(more: list[str]) -> None:
    parsed = IPKernelApp()
    parsed.parse_command_line([*FILE, *more])  # type: ignore[no-untyped-call]
    assert quick._told([*FILE, *more]) == parsed.cli_config


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
