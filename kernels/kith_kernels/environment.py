"""Which variables a process of ours begins with: nothing of its owner's secrets."""

import site
from collections.abc import Iterable, Mapping

__all__ = ["clean", "settings"]

#: What a program needs to find its files, and to speak the owner's language.
_ALLOWED = frozenset({"PATH", "LANG", "LANGUAGE", "TZ", "LD_LIBRARY_PATH", "VIRTUAL_ENV", "CONDA_PREFIX"})
_ALLOWED_BEGINNINGS = ("LC_", "PYTHON")
#: These run code of the owner's choice, or stop a program that nobody sits before.
_NEVER = frozenset({"PYTHONSTARTUP", "PYTHONINSPECT", "PYTHONBREAKPOINT", "PYTHONEXECUTABLE"})
#: What Python reads once, as it starts, and what of it makes no difference afterwards.
_NO_MATTER = frozenset({"PYTHONUSERBASE", "PYTHONUNBUFFERED", "PYTHONDONTWRITEBYTECODE", *_NEVER})
#: More threads than one can't be forked, and many kernels at once have no cores to spare.
_ONE_THREAD = dict.fromkeys(("OPENBLAS_NUM_THREADS", "OMP_NUM_THREADS", "MKL_NUM_THREADS"), "1")
#: It warns on stderr otherwise, each time it is imported, of a debugger that nobody asked for.
_QUIET = {"PYDEVD_DISABLE_FILE_VALIDATION": "1"}


def clean(environ: Mapping[str, str], *, home: str, also: Iterable[str] = ()) -> dict[str, str]:
    """What may be handed on of ``environ``: names known to be harmless, and those in ``also``."""
    names = {name for name in environ if name in _ALLOWED or name.startswith(_ALLOWED_BEGINNINGS)} - _NEVER
    kept = {name: environ[name] for name in sorted(names | set(also)) if name in environ}
    if site.ENABLE_USER_SITE:
        kept.setdefault("PYTHONUSERBASE", site.getuserbase())  # it would be looked for in another home
    return {**kept, **_ONE_THREAD, **_QUIET, "HOME": home}


def settings(environ: Mapping[str, str]) -> dict[str, str]:
    """What Python would read of ``environ`` as it starts, and never again: two with the same are alike."""
    return {name: value for name, value in environ.items() if name.startswith("PYTHON") and name not in _NO_MATTER}
