#!/usr/bin/env python3
"""Make a small Vosk model for tests, from synthetic speech alone: `make_test_model.py DIR`."""

import argparse
import os
import sys
import time
from pathlib import Path

# Before numpy is loaded: with one thread the same machine makes the same bytes.
for name in ("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS"):
    os.environ[name] = "1"
sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from scripts.testmodel import MARKER  # noqa: E402 - needs the path above
from scripts.testmodel.build import build  # noqa: E402


def main(arguments: list[str] | None = None) -> int:
    """Run the command; gives the exit status."""
    parser = argparse.ArgumentParser(description="Make a small Vosk model for tests, from synthetic speech alone.")
    parser.add_argument("folder", metavar="DIR", type=Path, help="where the model is to be; must not exist")
    parser.add_argument("--force", action="store_true", help="replace an older test model in DIR")
    parser.add_argument("--language", choices=("en", "de"), default="en", help="what it is to understand")
    options = parser.parse_args(arguments)
    complaint = _in_the_way(options.folder, replace=options.force)
    if complaint:
        return _refuse(complaint)
    began = time.monotonic()
    try:
        build(options.folder, lambda line: print(line, flush=True), code=options.language, replace=options.force)
    except OSError as error:
        return _refuse(f"{options.folder} cannot be made ({error}); name another folder or mend that first.")
    print(f"{options.folder}: {_size(options.folder) / 1000:.0f} kB in {time.monotonic() - began:.0f} s")
    return 0


def _in_the_way(folder: Path, *, replace: bool) -> str:
    """What keeps the model from being made in `folder`; empty if nothing does."""
    if not folder.exists():
        return ""
    if not replace:
        return f"{folder} exists already; name another folder, or add --force to replace an older test model."
    if not (folder / MARKER).is_file():
        return f"{folder} is no model made by this script, so --force leaves it alone; name another folder."
    return ""


def _refuse(complaint: str) -> int:
    print(f"make_test_model: {complaint}", file=sys.stderr)
    return 2


def _size(folder: Path) -> int:
    return sum(path.stat().st_size for path in folder.rglob("*") if path.is_file())


if __name__ == "__main__":
    sys.exit(main())
