"""How long a learner waits for "Saved", against writing and syncing the same bytes by hand."""

import os
import statistics
import tempfile
import time
from pathlib import Path

from benchmarks._report import percentile, progress, report
from kith_exercises import log
from kith_exercises.journal import Journal, read_records

WRITES, BLOCK, ENTRIES = 1_000, 25, 10_000


def main() -> None:
    """Acknowledgements and bare writes in turns of a few, so that both meet the same disk at the same time."""
    with tempfile.TemporaryDirectory() as place:
        folder = Path(place) / "1-empathy"
        folder.mkdir()
        journal, bare = Journal.open(folder, "1-empathy", "reflection"), Path(place) / "bare"
        ours: list[float] = []
        theirs: list[float] = []
        text = ""
        while len(ours) < WRITES:
            before = _size(journal.private)
            for _ in range(BLOCK):
                # A text of up to 750 words, as it grows; then the next one, of four.
                sentence = f"sentence {len(ours)} of a reflection that grows as it is written. "
                text = sentence if len(ours) % 75 == 0 else text + sentence
                prompt = f"prompt-{len(ours) // 75 % 4}"
                ours.append(_timed(lambda text=text, prompt=prompt: _save(journal, prompt, text)))
            with journal.private.open("rb") as handle:
                handle.seek(before)
                lines = handle.readlines()
            _bare(bare, b"")  # what the block before left to be written is not theirs to wait for
            theirs += [_timed(lambda line=line: _bare(bare, line)) for line in lines]
            if len(ours) % 250 == 0:
                progress(f"{len(ours)} of {WRITES} acknowledgements")
        many = Path(place) / "many.jsonl"
        many.write_bytes(b"".join(_entry(seq) for seq in range(1, ENTRIES + 1)))
        load = min(_timed(lambda: read_records(many)) for _ in range(5))
    report(
        {
            "ratio": round(statistics.median(ours) / statistics.median(theirs), 2),
            "p99_ratio": round(percentile(ours, 0.99) / percentile(theirs, 0.99), 2),
            "median_ms": round(statistics.median(ours) * 1e3, 2),
            "bare_median_ms": round(statistics.median(theirs) * 1e3, 2),
            "p99_ms": round(percentile(ours, 0.99) * 1e3, 2),
            "bare_p99_ms": round(percentile(theirs, 0.99) * 1e3, 2),
            "load_10000_ms": round(load * 1e3, 1),
            "writes": len(ours),
        }
    )


def _save(journal: Journal, prompt: str, text: str) -> None:
    journal.write(prompt, "text", text, reach="facilitator")


def _size(path: Path) -> int:
    return path.stat().st_size if path.exists() else 0


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
