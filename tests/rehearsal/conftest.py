"""What the rehearsal tests share: real engines, a routine of half a minute a foot, and scripts written on the spot."""

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from coach.hearing.engines.vosk_recogniser import VoskRecogniser
from coach.language.catalogues import load_language
from coach.rehearsal.rehearse import Cast, rehearse
from coach.rehearsal.script import ScriptFile, read_script
from coach.routines.library import find_routine
from coach.routines.reader import read_routine
from coach.routines.routine import Routine
from coach.speaking.cache import PromptCache
from coach.speaking.pyttsx_voice import PyttsxVoice
from tests.english import ENGLISH

SCRIPTS = Path(__file__).resolve().parent.parent / "rehearsals"

Written = Callable[[str], ScriptFile]
"""Reads a script of this text, after its `format` line."""
Play = Callable[[Path, Path], dict[str, Any]]
"""`play(script, out)` rehearses and gives the summary."""


@pytest.fixture(scope="session")
def short_routine() -> Routine:
    return read_routine(SCRIPTS / "short.toml")


@pytest.fixture
def written(tmp_path: Path) -> Written:
    def write(text: str) -> ScriptFile:
        path = tmp_path / "script.toml"
        path.write_text(f"format = 1\n{text}", encoding="utf-8")
        return read_script(path)

    return write


@pytest.fixture(scope="session")
def prompts(tmp_path_factory: pytest.TempPathFactory) -> PromptCache:
    return PromptCache(tmp_path_factory.mktemp("prompts"))


@pytest.fixture(scope="session")
def voice_of(prompts: PromptCache) -> Callable[[str, int | None], PyttsxVoice]:
    return lambda name, pitch: PyttsxVoice(name or "gmw/en-US", cache=prompts, pitch=pitch)


@pytest.fixture(scope="session")
def coach_voice(voice_of: Callable[[str, int | None], PyttsxVoice]) -> Iterator[PyttsxVoice]:
    voice = voice_of("", None)
    yield voice
    voice.close()


@pytest.fixture(scope="session")
def play(test_model: Path, voice_of: Callable[[str, int | None], PyttsxVoice]) -> Play:
    """Rehearse with Vosk, the test model and the real synthesiser."""

    def rehearsed(script: Path, out: Path) -> dict[str, Any]:
        recogniser = VoskRecogniser(test_model, ENGLISH.phrasebook.decoys)
        try:
            return rehearse(
                read_script(script),
                script.parent,
                Cast(lambda language: recogniser, voice_of, routine_of, load_language),
                out,
            )
        finally:
            recogniser.close()

    return rehearsed


def routine_of(name: str, folder: Path) -> Routine:
    beside = folder / name
    return read_routine(beside if beside.is_file() else find_routine(name, []))
