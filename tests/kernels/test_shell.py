"""A shell that was made before its kernel is as one that the kernel makes."""

import json
from pathlib import Path
from typing import Any

import nbformat
from nbclient import NotebookClient

from kith_kernels.manager import ConfinedKernelManager
from kith_kernels.protection import active

#: All that a shell, what belongs to it and what it changed have, without what is another one's each time.
LOOK = r"""
import json, os, re, sys

def shown(value):
    return re.sub(r"0x[0-9a-f]+|at [0-9a-f]{8,}", "at", repr(value))

def look(one):
    return {name: shown(value) for name, value in {**vars(one), **one._trait_values}.items() if name not in OWN}

OWN = {"_trait_values", "config", "_parent_header_global", "_sys_modules_keys", "exec_result", "topic"}
shell = get_ipython()
found = {type(one).__name__: look(one) for one in shell.configurables if one is not shell.kernel.parent}
found["sys"] = {name: shown(getattr(sys, name)) for name in ("displayhook", "excepthook", "ps1", "path", "stdout")}
found["environment"] = dict(os.environ)
found["main"] = {name: shown(value) for name, value in vars(sys.modules["__main__"]).items() if name != "found"}
found["parent"] = {"kernel": shell.parent is shell.kernel, "config": shell.config is shell.kernel.config}
json.dumps({f"{at}: {name}": value for at, values in found.items() for name, value in values.items()})
"""


def looked(folder: Path, *words: str) -> dict[str, Any]:
    """What a kernel that is told this besides has to say of itself."""
    manager = ConfinedKernelManager(mode=active().mode)
    notebook = nbformat.v4.new_notebook(cells=[nbformat.v4.new_code_cell(LOOK)])
    NotebookClient(
        notebook,
        km=manager,
        extra_arguments=[*words],
        resources={"metadata": {"path": str(folder)}},
        shutdown_kernel="immediate",
    ).execute()
    found: dict[str, Any] = json.loads(eval(notebook.cells[0].outputs[0].data["text/plain"]))
    return found


def test_a_shell_that_was_there_is_as_one_that_is_made_for_its_kernel(tmp_path: Path) -> None:
    there = looked(tmp_path)
    made = looked(tmp_path, "--InteractiveShell.ast_node_interactivity=last_expr")  # told more, a kernel makes its own
    assert len(there) > 200
    assert {at: (value, made.get(at)) for at, value in there.items() if value != made.get(at)} == {}
    assert there.keys() == made.keys()
