"""`python -m benchmarks [RELATIONS ...]`: every benchmark, results below build/benchmarks."""

from __future__ import annotations

import sys
from pathlib import Path

from benchmarks import spine

if __name__ == "__main__":
    sizes = [int(text.replace("_", "")) for text in sys.argv[1:]] or [100_000, 1_000_000]
    spine.main(sizes, Path("build/benchmarks"))
