"""Asserts `coach say` and `coach voices`, as a user meets them."""

import json
from pathlib import Path

import numpy as np
import pytest
from click.testing import CliRunner, Result

from coach.app.cli import coach
from coach.errors import SoundError, VoiceError
from coach.sound import wav
from tests import piper_voice


@pytest.fixture
def run(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> "Run":
    monkeypatch.setenv("COACH_DATA_DIR", str(tmp_path / "data"))
    monkeypatch.setenv("COACH_CACHE_DIR", str(tmp_path / "cache"))
    monkeypatch.delenv("COACH_VOICE")
    monkeypatch.chdir(tmp_path)
    return Run()


class Run:
    def __call__(self, *arguments: str) -> Result:
        return CliRunner().invoke(coach, arguments, catch_exceptions=False)


def test_say_writes_what_would_be_spoken(run: Run, tmp_path: Path) -> None:
    told = run("say", "Hello there.", "--to", "natural.wav")
    assert told.stdout == "Written: natural.wav\n"
    assert told.stderr == ""
    run("say", "Hello there.", "--to", "espeak.wav", "--voice", "en-us")
    natural, espeak = wav.read(tmp_path / "natural.wav"), wav.read(tmp_path / "espeak.wav")
    assert min(len(natural), len(espeak)) > 8_000
    assert not np.array_equal(natural[:8_000], espeak[:8_000])


def test_say_takes_a_rate_and_a_language(run: Run, tmp_path: Path) -> None:
    run("say", "Put both thumbs on the heel, and circle slowly.", "--to", "slow.wav", "--rate", "110")
    run("say", "Put both thumbs on the heel, and circle slowly.", "--to", "fast.wav", "--rate", "220")
    assert len(wav.read(tmp_path / "slow.wav")) > 1.6 * len(wav.read(tmp_path / "fast.wav"))
    assert run("say", "Guten Tag.", "--to", "german.wav", "--language", "de").exit_code == 0


def test_say_warns_of_a_word_that_the_voice_guesses(run: Run) -> None:
    told = run("say", "Now the zyxomma and the Achilles tendon.", "--to", "x.wav")
    assert "guesses how to say zyxomma;" in told.stderr
    assert "Achilles" not in told.stderr
    assert run("say", "Now the zyxomma.", "--to", "x.wav", "--voice", "en-us").stderr == ""


def test_a_voice_that_there_is_not_is_refused(run: Run) -> None:
    with pytest.raises(VoiceError, match="volapuk-x"):
        run("say", "Hello.", "--voice", "volapuk-x", "--to", "x.wav")
    with pytest.raises(VoiceError, match="volapuk-x"):
        run("voices", "volapuk-x")


def test_voices_lists_what_there_is_and_says_which_is_chosen(run: Run) -> None:
    lines = {line.split()[0]: line for line in run("voices").stdout.splitlines()}
    assert "natural, " in lines["heart"]
    assert lines["heart"].endswith("times as fast as it speaks (chosen)")
    assert "by the machine's synthesiser" in lines["en-us"]
    assert "(chosen)" not in lines["en-us"]
    assert "de" not in lines
    german = run("voices", "--language", "de").stdout
    assert "heart" not in german
    assert german.startswith("de ")


def test_a_voice_that_is_chosen_speaks_from_then_on_until_the_usual_one_is_chosen(run: Run, tmp_path: Path) -> None:
    from coach.app import parts
    from tests.english import ENGLISH

    told = run("voices", "en-us+f2", "--no-speaker")
    assert told.stdout == "From now on, English is spoken by the en-us+f2 voice.\n"
    assert json.loads((tmp_path / "data" / "voices.json").read_text()) == {"en": "en-us+f2"}
    voice, _ = parts.choose_voice_or_silence(parts.places(), "", ENGLISH)
    assert voice.name.endswith("gmw/en-us+f2")
    voice.close()
    run("voices", "usual", "--no-speaker")
    voice, _ = parts.choose_voice_or_silence(parts.places(), "", ENGLISH)
    assert voice.name.startswith("hibari")
    voice.close()


def test_a_speaker_that_there_is_not_is_told(run: Run) -> None:
    with pytest.raises(SoundError, match="speaker"):
        run("say", "Hello.", "--speaker", "no such speaker")


def test_a_voice_of_piper_is_chosen_by_its_file_wherever_the_coach_is_started_then(run: Run, tmp_path: Path) -> None:
    model = piper_voice.write(tmp_path)
    told = run("voices", model.name, "--no-speaker")
    assert told.stdout == "From now on, English is spoken by the en_US-tone-low voice.\n"
    assert json.loads((tmp_path / "data" / "voices.json").read_text()) == {"en": str(model)}
    (line,) = [line for line in run("voices").stdout.splitlines() if str(model) in line]
    assert "by Piper, " in line
    assert line.endswith("(chosen)")
