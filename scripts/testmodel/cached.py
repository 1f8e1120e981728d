"""The test model of this checkout, made at the first call and kept for the next."""

import hashlib
import subprocess
import sys
from pathlib import Path

from scripts.testmodel.words import PHRASES, VOCABULARY

_HERE = Path(__file__).resolve().parent
_SCRIPT = _HERE.parent / "make_test_model.py"


def cached_model(cache: Path) -> Path:
    """The model for today's phrases and builder, inside `cache`. Raises RuntimeError if it cannot be made.

    It is made in a process of its own: espeak-ng keeps global state, and numpy is told its threads before it is loaded.
    Two processes may ask at once: both make it, byte for byte the same, and the first to be ready puts it in place.
    """
    folder = cache / f"test-model-{_fingerprint()}"
    if not folder.is_dir():
        made = subprocess.run([sys.executable, str(_SCRIPT), str(folder)], capture_output=True, text=True, check=False)
        if not folder.is_dir():
            raise RuntimeError(made.stderr)
    return folder


def _fingerprint() -> str:
    digest = hashlib.sha256()
    for source in sorted(_HERE.glob("*.py")):
        digest.update(source.read_bytes())
    digest.update("\n".join([*sorted(PHRASES), *sorted(VOCABULARY)]).encode())
    return digest.hexdigest()[:12]
