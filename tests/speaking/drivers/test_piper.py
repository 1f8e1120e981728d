"""Voices of Piper for real, by a small one that is made here: named by path, at the pace that is asked for, offline."""

import importlib.util
import os
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pytest

from coach.clock import seconds
from coach.errors import VoiceError
from coach.speaking import choice
from coach.speaking.cache import PromptCache
from coach.speaking.loudness import loudness
from coach.speaking.pyttsx_voice import PyttsxVoice
from coach.speaking.trim import LOUDNESS
from tests import piper_voice

SENTENCE = "Light fingers over heel and arch: find the tender spots, and keep off anything sharp."


@pytest.fixture(scope="module")
def model(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return piper_voice.write(tmp_path_factory.mktemp("voices"))


@pytest.fixture(scope="module")
def voice(model: Path) -> Iterator[PyttsxVoice]:
    made = choice.named(str(model), None)
    yield made
    made.close()


def test_it_is_called_by_what_it_is(voice: PyttsxVoice, model: Path) -> None:
    assert voice.name.startswith("piper ")
    assert voice.name.endswith(f", voice {model}")
    assert voice.languages() == {model.name: "en-us"}


def test_a_sentence_has_the_length_that_its_rate_asks_for_and_the_loudness_of_all(voice: PyttsxVoice) -> None:
    slow, fast = (voice.clip(SENTENCE, rate) for rate in (110, 220))
    assert seconds(len(slow.sound)) == pytest.approx(2 * seconds(len(fast.sound)), rel=0.05)
    assert loudness(fast.sound) == pytest.approx(LOUDNESS, abs=0.5)


def test_between_two_sentences_is_a_pause(voice: PyttsxVoice) -> None:
    sound = voice.clip("Press and hold. Breathe out.", 170).sound
    silent = "".join("q" if frame.any() == 0 else " " for frame in sound[: len(sound) // 160 * 160].reshape(-1, 160))
    assert 0.2 < max(map(len, silent.split())) / 100 < 0.5


def test_a_count_is_shorter_than_its_second(voice: PyttsxVoice) -> None:
    assert seconds(len(voice.clip("seventy-seven", 170).sound)) < 0.9


def test_a_file_that_has_changed_is_another_voice(tmp_path: Path) -> None:
    model, cache = piper_voice.write(tmp_path), PromptCache(tmp_path / "cache")
    before = choice.named(str(model), cache)
    cached = choice.named(str(model), cache)
    model.write_bytes(model.read_bytes().replace(np.float32(0.3).tobytes(), np.float32(0.2).tobytes()))
    after = choice.named(str(model), cache)
    assert before.name == cached.name != after.name
    for made in (before, cached, after):
        made.close()


@pytest.mark.parametrize("folder", [".", "some voices"])
def test_it_may_be_described_by_a_file_of_either_name(tmp_path: Path, folder: str) -> None:
    (tmp_path / folder).mkdir(exist_ok=True)
    model = piper_voice.write(tmp_path / folder)
    model.with_name(f"{model.name}.json").rename(model.with_suffix(".json"))
    made = choice.named(str(model), None)
    assert made.languages() == {model.name: "en-us"}
    made.close()


def test_what_is_no_voice_is_refused_in_a_sentence(tmp_path: Path) -> None:
    with pytest.raises(VoiceError, match=r"There is no voice .*none\.onnx: name a voice of Piper"):
        choice.named(str(tmp_path / "none.onnx"), None)
    broken = piper_voice.write(tmp_path, "broken")
    broken.write_bytes(b"not a model")
    alone = piper_voice.write(tmp_path, "alone")
    alone.with_name(f"{alone.name}.json").unlink()
    pinyin = piper_voice.write(tmp_path, "pinyin", phoneme_type="pinyin")
    empty = piper_voice.write(tmp_path, "empty", audio={})
    for model in (broken, alone, pinyin, empty):
        with pytest.raises(VoiceError, match=rf"{model.name} cannot be loaded \(.*\): name a voice of Piper"):
            choice.named(str(model), None)


def test_without_piper_it_is_told_how_to_install_it(model: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(importlib.util, "find_spec", lambda _name: None)
    with pytest.raises(VoiceError, match=r"Piper, .*, is not installed: run `.* -m pip install piper-tts`"):
        choice.named(str(model), None)


def test_where_it_was_chosen_and_is_gone_another_voice_speaks(tmp_path: Path) -> None:
    told: list[str] = []
    chain = choice.usual("en", "", PromptCache(tmp_path), told.append, str(tmp_path / "gone.onnx"))
    assert chain.name.startswith("hibari")
    assert len(told) == 1
    assert "gone.onnx" in told[0]
    chain.close()


_SPEAKS = """
import sys
from coach.speaking.choice import named
voice = named(sys.argv[1], None)
assert len(voice.clip("Hello, e.g. 12 times.", 170).sound) > 10_000
voice.close()
"""


@pytest.mark.skipif(shutil.which("strace") is None, reason="strace is not installed")
def test_it_opens_no_socket_of_the_internet_and_leaves_no_file(model: Path, tmp_path: Path) -> None:
    trace, home = tmp_path / "trace", tmp_path / "home"
    (home / "tmp").mkdir(parents=True)
    ours = {"HOME": str(home), "XDG_CACHE_HOME": str(home / ".cache"), "TMPDIR": str(home / "tmp")}
    env = {**os.environ, **ours, "PYTHONDONTWRITEBYTECODE": "1"}
    env.pop("ORT_DISABLE_TELEMETRY", None)
    command = ["strace", "-f", "-qq", "-e", "trace=socket", "-o", str(trace), sys.executable, "-c", _SPEAKS, str(model)]
    subprocess.run(command, env=env, timeout=120, check=True)
    assert "AF_INET" not in trace.read_text()
    assert [path for path in home.rglob("*") if path != home / "tmp"] == []
