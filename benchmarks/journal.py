"""How long a learner waits for "Saved", against writing and syncing the same bytes by hand."""

import os
import statistics
import tempfile
import time
from pathlib import Path

from benchmarks._report import percentile, progress, report
from kith_exercises import log
from kith_exercises.journal import Journal, read_records

WRITES, ENTRIES = 300, 10_000


def main() -> None:
    """Acknowledgements and bare writes in turn, so that both meet the same disk."""
    with tempfile.TemporaryDirectory() as place:
        folder = Path(place) / "1-empathy"
        folder.mkdir()
        journal, bare = Journal.open(folder, "1-empathy", "reflection"), Path(place) / "bare"
        ours, theirs = [], []
        text = ""
        for number in range(WRITES):
            text += f"sentence {number} of a reflection that grows as it is written. "
            ours.append(_timed(lambda text=text: journal.write("difference", "text", text, reach="facilitator")))
            line = journal.private.read_bytes().splitlines(keepends=True)[-1]
            theirs.append(_timed(lambda line=line: _bare(bare, line)))
            if number % 100 == 99:
                progress(f"{number + 1} of {WRITES} acknowledgements")
        many = Path(place) / "many.jsonl"
        many.write_bytes(b"".join(_entry(seq) for seq in range(1, ENTRIES + 1)))
        load = min(_timed(lambda: read_records(many)) for _ in range(3))
    report(
        {
            "ratio": round(statistics.median(ours) / statistics.median(theirs), 2),
            "p99_ratio": round(percentile(ours, 0.99) / percentile(theirs, 0.99), 2),
            "median_ms": round(statistics.median(ours) * 1e3, 2),
            "bare_median_ms": round(statistics.median(theirs) * 1e3, 2),
            "load_10000_ms": round(load * 1e3, 1),
            "writes": WRITES,
        }
    )


def _timed(do) -> float:  # type: ignore[no-untyped-def]
    start = time.perf_counter()
    do()
    return time.perf_counter() - start


def _bare(path: Path, line: bytes) -> None:
    descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_APPEND)
    os.write(descriptor, line)
    os.fsync(descriptor)
    os.close(descriptor)


def _entry(seq: int) -> bytes:
    entry = {"v": 1, "seq": seq, "at": "2026-11-22T12:00:00.000Z", "prompt": "p", "event": "note"}
    return log.encode({**entry, "reach": "facilitator", "writer": "w", "value": f"note {seq}"})


if __name__ == "__main__":
    main()
