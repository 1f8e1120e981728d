"""The natural voice for real: what it says, how fast, how loud, and that it keeps to itself."""

import os
import re
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pytest

from coach.clock import RATE, seconds
from coach.hearing.engines.moonshine_engine import MoonshineEngine, wheel_folder
from coach.routines.library import built_in
from coach.routines.reader import read_routine
from coach.session.repertoire import sentences_of
from coach.session.settings import RATES
from coach.speaking.choice import named
from coach.speaking.loudness import loudness
from coach.speaking.pyttsx_voice import PyttsxVoice
from coach.speaking.trim import BEFORE_BEAT, LOUDNESS, beat
from tests.english import ENGLISH, wording

COUNTS = [wording.count(n) for n in range(1, 100)]
SENTENCES = tuple(dict.fromkeys((*wording.sentences(), *sentences_of(read_routine(built_in()["heel"]), wording))))


@pytest.fixture(scope="module")
def voice() -> Iterator[PyttsxVoice]:
    made = named("heart", None)
    yield made
    made.close()


def test_it_is_called_by_what_it_is(voice: PyttsxVoice) -> None:
    assert voice.name == "hibari 0.2.1, voice heart"


@pytest.mark.parametrize(
    ("text", "word"), [("You can say: yes, or no.", "no"), ("Yes or no. Then go on.", "no"), ("It is no. 5.", "number")]
)
def test_a_no_is_a_word_but_before_digits(voice: PyttsxVoice, text: str, word: str) -> None:
    sound = (np.pad(voice.clip(text, 170).sound, RATE // 2) / 65_536).astype(np.float32)
    heard = MoonshineEngine(wheel_folder()).opinion(sound).text.lower()
    assert [said for said in ("number", "no") if re.search(rf"\b{said}\b", heard)] == [word]


def test_the_same_text_gives_the_same_bytes_in_another_process(voice: PyttsxVoice) -> None:
    again = named("natural", None)
    for text in SENTENCES[:5]:
        assert np.array_equal(voice.clip(text, 170).sound, again.clip(text, 170).sound)
    again.close()


@pytest.mark.parametrize("rate", [RATES[0], 140, 170, RATES[-1]])
def test_its_rate_is_words_a_minute(voice: PyttsxVoice, rate: int) -> None:
    some = [text for text in SENTENCES if len(text.split()) >= 4][::4]
    length = sum(seconds(len(voice.clip(text, rate).sound)) for text in some)
    assert 60 * sum(len(text.split()) for text in some) / length == pytest.approx(rate, rel=0.08)


@pytest.mark.parametrize("rate", [RATES[0], ENGLISH.count_rate])
def test_every_count_fits_well_into_its_second_and_is_heard_at_once(voice: PyttsxVoice, rate: int) -> None:
    clips = [voice.clip(text, rate) for text in COUNTS]
    assert {clip.text: seconds(len(clip.sound)) for clip in clips if len(clip.sound) >= 0.9 * RATE} == {}
    assert max(beat(clip.sound) for clip in clips) <= BEFORE_BEAT


def test_all_it_says_is_equally_loud(voice: PyttsxVoice) -> None:
    told = [voice.clip(text, 170) for text in SENTENCES[::7]] + [voice.clip(text, 210) for text in COUNTS[::5]]
    assert max(abs(loudness(clip.sound) - LOUDNESS) for clip in told) < 0.5


def test_a_text_of_several_sentences_has_a_pause_between_them(voice: PyttsxVoice) -> None:
    sound = voice.clip("Press and hold. Breathe out.", 170).sound.astype(float)
    frames = sound[: len(sound) // 160 * 160].reshape(-1, 160)
    quiet = np.sqrt(np.mean(frames**2, axis=1)) < 0.01 * np.abs(sound).max()
    longest = max(len(run) for run in "".join("q" if one else " " for one in quiet).split())
    assert 0.15 < longest / 100 < 0.9


@pytest.mark.parametrize("name", ["emma", "fenrir", "kore"])
def test_the_voices_that_would_have_to_be_downloaded_are_unknown(name: str) -> None:
    from coach.errors import VoiceError

    with pytest.raises(VoiceError, match=f"No voice is called '{name}'"):
        PyttsxVoice(name, driver="natural")


_SPEAKS = """
import sys
from coach.speaking.choice import named
voice = named("heart", None)
assert len(voice.clip("Hello, xylograph e.g. 12 times.", 170).sound) > 10_000
voice.close()
"""


@pytest.mark.skipif(shutil.which("strace") is None, reason="strace is not installed")
def test_it_opens_no_socket_of_the_internet_and_leaves_no_file(tmp_path: Path) -> None:
    trace, home = tmp_path / "trace", tmp_path / "home"
    (home / "tmp").mkdir(parents=True)
    ours = {"HOME": str(home), "XDG_CACHE_HOME": str(home / ".cache"), "TMPDIR": str(home / "tmp")}
    env = {**os.environ, **ours, "PYTHONDONTWRITEBYTECODE": "1"}
    env.pop("ORT_DISABLE_TELEMETRY", None)
    command = ["strace", "-f", "-qq", "-e", "trace=socket", "-o", str(trace), sys.executable, "-c", _SPEAKS]
    subprocess.run(command, env=env, timeout=120, check=True)
    assert "AF_INET" not in trace.read_text()
    assert [path for path in home.rglob("*") if path != home / "tmp"] == []
