"""Which voice speaks: by the name that somebody gave, by what was chosen before, or the usual one of a language."""

import importlib.util
import json
import os
import sys
from collections.abc import Callable, Mapping
from functools import partial
from pathlib import Path

from coach.errors import StorageError, VoiceError
from coach.language.language import ENGLISH
from coach.speaking.cache import PromptCache
from coach.speaking.chain import RETRY, ChainVoice, Maker
from coach.speaking.pyttsx_voice import HEART, NATURAL, PIPER, PyttsxVoice
from coach.speaking.voice import Voice

SYSTEM = "system"
"""The name of the machine's own synthesiser in its usual voice."""

_INSTALL_PIPER = f"run `{sys.executable} -m pip install piper-tts`, which is under the GPL"
_PIPER_HANGS_AFTER = 20.0
"""Seconds: on a Raspberry Pi a sentence takes it about as long as to say it."""


def has_natural() -> bool:
    """Whether the packages of the natural voice are installed."""
    return all(importlib.util.find_spec(module) for module in ("hibari", "onnxruntime"))


def named(name: str, cache: PromptCache | None, pitch: int | None = None) -> PyttsxVoice:
    """The voice of a name: "heart", "system", a voice of the machine's synthesiser, or the path of a voice of Piper.

    `pitch`: 0 to 99; espeak-ng only. Raises VoiceError.
    """
    if is_file(name):
        return _piper(name, cache)
    if is_natural(name):
        # It takes a tenth of a second: who has not answered for so long hangs, and somebody else is to speak.
        return PyttsxVoice(HEART, cache=cache, driver=NATURAL, patience=5.0)
    return PyttsxVoice(None if name.lower() == SYSTEM else name, cache=cache, pitch=pitch)


def is_natural(name: str) -> bool:
    """Whether a name is that of the natural voice."""
    return name.lower() in {HEART, NATURAL}


def is_file(name: str) -> bool:
    """Whether a name is that of a voice of Piper: its model's path."""
    return name.lower().endswith(".onnx")


def label(name: str) -> str:
    """What a voice is called: a file without its folder and ending."""
    return Path(name).stem if is_file(name) else name


def to_be_kept(name: str) -> str:
    """The name that is the same voice's wherever the coach is started."""
    return str(_path(name)) if is_file(name) else name


def _path(name: str) -> Path:
    return Path(name).expanduser().absolute()


def _piper(name: str, cache: PromptCache | None) -> PyttsxVoice:
    path = _path(name)
    if not path.is_file():
        raise VoiceError(f"There is no voice {path}: name a voice of Piper, a file NAME.onnx.")
    if not importlib.util.find_spec("piper"):
        raise VoiceError(f"Piper, which speaks {path.name}, is not installed: {_INSTALL_PIPER}.")
    return PyttsxVoice(str(path), cache=cache, driver=PIPER, patience=_PIPER_HANGS_AFTER)


def usual(
    code: str,
    own: str,
    cache: PromptCache | None,
    tell: Callable[[str], None],
    first: str = "",
    *,
    first_must: bool = False,
    served: Maker | None = None,
) -> Voice:
    """The voices of a language one after the other: `served`, `first`, a natural one, the synthesiser's `own`.

    `code`: the language's; `own`: the name of its voice, "" for the machine's usual one. `first_must`: `first`
    was asked for by name, and is not replaced where it cannot start. `served`: starts the voice of a server, which is
    asked for again and again where it is away. Raises VoiceError.
    """
    natural = [HEART] if code.partition("-")[0] == ENGLISH and not own and has_natural() else []
    names = dict.fromkeys((*([first] if first else []), *natural, own or SYSTEM))
    makers: list[Maker] = [partial(named, name, cache) for name in names]
    if served:
        return ChainVoice([served, *makers], tell, retry=RETRY)
    return ChainVoice(makers, tell, first_must=first_must)


def preferred(code: str, kept: Path, environ: Mapping[str, str] = os.environ) -> str:
    """The voice that the user prefers for a language: COACH_VOICE for English, else what was chosen; "" for none."""
    return (environ.get("COACH_VOICE", "") if code == ENGLISH else "") or _choices(kept).get(code, "")


def prefer(code: str, name: str, kept: Path) -> None:
    """Remember a voice for a language in the file `kept`; "" forgets it. Raises StorageError."""
    try:
        kept.parent.mkdir(parents=True, exist_ok=True)
        kept.write_text(json.dumps(_choices(kept) | {code: name}, indent=2) + "\n", encoding="utf-8")
    except OSError as error:
        raise StorageError(
            f"The choice cannot be saved in {kept} ({error.strerror}): free some space there.", path=kept
        ) from error


def _choices(kept: Path) -> dict[str, str]:
    """By language; what is broken counts for nothing."""
    try:
        found = json.loads(kept.read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return {}
    return {code: name for code, name in found.items() if isinstance(name, str)} if isinstance(found, dict) else {}
