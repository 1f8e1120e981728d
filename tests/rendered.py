"""What the voice has rendered for one test serves the next: an entry of the cache is named by all it depends on."""

import os
from pathlib import Path

folder: Path | None = None
"""Where it is kept while the tests run."""


def lend(prompts: Path) -> None:
    """Put all that was rendered so far into a cache of prompts."""
    if folder is not None:
        prompts.mkdir(mode=0o700, parents=True, exist_ok=True)
        _link(folder, prompts)


def keep(prompts: Path) -> None:
    """Keep what a cache of prompts holds for the next."""
    if folder is not None and prompts.is_dir():
        _link(prompts, folder)


def _link(there: Path, here: Path) -> None:
    known = {path.name for path in here.iterdir()}
    for path in there.iterdir():
        if path.name not in known and path.suffix in {".wav", ".json"}:
            os.link(path, here / path.name)  # The coach replaces entries and never changes one.
