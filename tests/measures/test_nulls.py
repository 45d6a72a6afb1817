"""The list of measures with a null, and of those without, names every measure there is."""

import inspect
import pkgutil
from importlib import import_module

from kith_exercises import measures
from kith_exercises.measures.nulls import WITH_NULL, WITHOUT_NULL

#: Tools of the measures, and the measure that still takes journals: it hands out released figures, not findings.
NO_MEASURES = {"finding", "prediction"}


def test_every_function_that_hands_out_a_finding_is_on_one_list() -> None:
    found = set()
    for module in pkgutil.iter_modules(measures.__path__):
        if module.name.startswith("_") or module.name in NO_MEASURES:
            continue
        holder = import_module(f"{measures.__name__}.{module.name}")
        for name, function in inspect.getmembers(holder, inspect.isfunction):
            if function.__module__ == holder.__name__ and name in holder.__all__:
                gives = str(inspect.signature(function).return_annotation)
                if any(kind in gives for kind in ("Finding", "Rooms", "Step", "Point", "Decomposition")):
                    found.add(f"{module.name}.{name}")
    assert found == WITH_NULL.keys() | WITHOUT_NULL.keys()


def test_no_measure_is_on_both() -> None:
    assert not WITH_NULL.keys() & WITHOUT_NULL.keys()


def test_a_measure_imports_nothing_of_journals_files_or_privacy() -> None:
    for module in pkgutil.iter_modules(measures.__path__):
        if module.name in ("prediction", "told"):  # the one reads folds, the other words what was released
            continue
        source = inspect.getsource(import_module(f"{measures.__name__}.{module.name}"))
        lines = [line for line in source.splitlines() if line.startswith(("from kith", "import kith"))]
        allowed = tuple(f"kith_exercises.{name}" for name in ("measures.", "errors", "inputs", "instruments "))
        assert all(f"{line.split()[1]} ".startswith(allowed) for line in lines), module.name
