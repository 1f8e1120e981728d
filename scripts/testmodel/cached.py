"""The test model of this checkout, made at the first call and kept for the next."""

import hashlib
import subprocess
import sys
from pathlib import Path

from scripts.testmodel.tongue import tongue

_HERE = Path(__file__).resolve().parent
_SCRIPT = _HERE.parent / "make_test_model.py"


def cached_model(cache: Path, code: str = "en") -> Path:
    """A language's model for today's phrases and builder, inside `cache`. Raises RuntimeError if it cannot be made.

    It is made in a process of its own: espeak-ng keeps global state, and numpy is told its threads before it is loaded.
    Two processes may ask at once: both make it, byte for byte the same, and the first to be ready puts it in place.
    """
    folder = cache / f"test-model-{code}-{_fingerprint(code)}"
    if not folder.is_dir():
        command = [sys.executable, str(_SCRIPT), str(folder), "--language", code]
        made = subprocess.run(command, capture_output=True, text=True, check=False)
        if not folder.is_dir():
            raise RuntimeError(made.stderr)
    return folder


def _fingerprint(code: str) -> str:
    spoken = tongue(code)
    digest = hashlib.sha256()
    for source in sorted(_HERE.glob("*.py")):
        digest.update(source.read_bytes())
    digest.update("\n".join([*sorted(spoken.phrases), *sorted(spoken.vocabulary)]).encode())
    return digest.hexdigest()[:12]
