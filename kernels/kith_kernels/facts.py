"""What may be said about a kernel that is to be started, as traits of whoever starts it."""

from dataclasses import fields
from typing import Any

from traitlets import Bool, Dict, HasTraits, List, TraitError, Unicode, UseEnum, validate

from kith_kernels.launch import Mode
from kith_kernels.limits import Limits
from kith_kernels.warm import DEFAULT_PRELOAD

__all__ = ["Facts"]


class Facts(HasTraits):
    """The part of a `Launch` that a program decides; the rest follows from the kernel."""

    mode = UseEnum(Mode, Mode.none, help="How kernels are confined: namespaces, landlock or none").tag(config=True)
    limits = Dict(help="What a confined kernel may use, by the names of kith_kernels.Limits").tag(config=True)
    kept = List(Unicode(), help="Paths inside the working folder that may be read and not changed").tag(config=True)
    readable = List(Unicode(), help="Further paths that a confined kernel may read").tag(config=True)
    hidden = List(Unicode(), help="Paths inside what may be read that are not to be seen").tag(config=True)
    pass_env = List(Unicode(), help="Variables that a confined kernel gets beyond the harmless ones").tag(config=True)
    history = Bool(True, help="Whether IPython keeps what was typed; never in a confined kernel").tag(config=True)
    preload = List(
        Unicode(),
        list(DEFAULT_PRELOAD),
        help="Modules that are imported before a fork; of “module:word”, also make_ready(word) is called. "
        "“--no-debugger” among them leaves the debugger out",
    ).tag(config=True)

    @validate("limits")
    def _valid_limits(self, proposal: Any) -> Any:
        names = {limit.name for limit in fields(Limits)}
        if unknown := set(proposal["value"]) - names:
            msg = f"`limits` of a kernel knows {', '.join(sorted(names))}, and not {', '.join(sorted(unknown))}."
            raise TraitError(msg)
        return proposal["value"]

    def facts(self) -> dict[str, Any]:
        return {name: getattr(self, name) for name in Facts.class_own_traits()}
