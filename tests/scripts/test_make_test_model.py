"""The test model is what the tests take it for: small, whole, and the real Vosk hears its voices with it."""

import json
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import numpy as np
import pytest
import vosk
from numpy.typing import NDArray

from coach.speech_models.models import MADE_FOR_TESTS
from scripts.testmodel import MARKER, VOICES
from scripts.testmodel.english import DECOYS
from scripts.testmodel.features import SAMPLE_RATE, to_sixteen_kilohertz
from scripts.testmodel.speech import Speaker
from scripts.testmodel.tongue import tongue
from scripts.testmodel.words import homophones, lexicon
from tests.english import PHRASES, VOCABULARY

SCRIPT = Path(__file__).parents[2] / "scripts" / "make_test_model.py"
BLOCK = SAMPLE_RATE // 10
QUIET = SAMPLE_RATE // 2
CONDITIONS = [(rate, level) for level in (-35, -25, -15) for rate in (130, 165, 200)]
"""Words a minute and dBFS, taken in turn."""

NEWS = """
the weather tomorrow should be bright with a little rain toward the evening
the next train to london departs from platform four
you should have told me that you were coming
I left my umbrella on the back seat of the taxi
nobody knows what happened to the missing ship
he has written eleven books and three plays
""".strip().splitlines()
KITCHEN = """
please put the plates on the table before dinner is served
hold the ladder for me while I clean the gutters
the bus was twenty minutes late so everybody had to walk
it takes about half an hour to cook the potatoes
keep the change said the woman and closed the door
do you want some more tea or another biscuit
""".strip().splitlines()


@pytest.fixture(scope="module")
def model(test_model: Path) -> Any:
    vosk.SetLogLevel(-3)
    return vosk.Model(str(test_model))


@pytest.fixture(scope="module")
def speaker() -> Speaker:
    return Speaker()


@pytest.fixture
def ear(model: Any) -> Any:
    decoys = [decoy for decoy in sorted(DECOYS) if model.vosk_model_find_word(decoy) >= 0]
    recogniser = vosk.KaldiRecognizer(model, SAMPLE_RATE, json.dumps([*sorted(PHRASES), *decoys, "[unk]"]))
    recogniser.SetWords(True)
    return recogniser


def recorded(speaker: Speaker, text: str, voice: str, rate: int, level: float) -> NDArray[np.int16]:
    """`text` at `level` dBFS between half seconds of quiet, with noise at -60 dBFS."""
    spoken = speaker.say(text, voice, rate=rate)
    sound = to_sixteen_kilohertz(spoken.sound, spoken.rate)
    loud = sound[np.abs(sound) > 0.01 * np.abs(sound).max()]
    scaled = np.pad(sound * 10 ** (level / 20) / np.sqrt(np.mean(loud**2)), QUIET)
    noisy = scaled + np.random.default_rng(len(text)).normal(0, 10 ** (-60 / 20), len(scaled))
    return np.asarray(np.round(noisy * 32767).clip(-32768, 32767), np.int16)


def blocks(sound: NDArray[np.int16]) -> Iterator[bytes]:
    return (sound[place : place + BLOCK].tobytes() for place in range(0, len(sound), BLOCK))


def heard(ear: Any, sound: NDArray[np.int16]) -> list[str]:
    """The text of each utterance found in `sound`."""
    texts = [json.loads(ear.Result())["text"] for block in blocks(sound) if ear.AcceptWaveform(block)]
    texts.append(json.loads(ear.FinalResult())["text"])
    return [text for text in texts if text]


def misses(ear: Any, speaker: Speaker, voice: str, phrases: list[str]) -> dict[str, list[str]]:
    """What was heard instead, for each phrase not heard as it was said."""
    found = {}
    for place, phrase in enumerate(phrases):
        rate, level = CONDITIONS[place % len(CONDITIONS)]
        found[phrase] = heard(ear, recorded(speaker, phrase, voice, rate, level))
    return {phrase: texts for phrase, texts in found.items() if texts != [phrase]}


def run(*arguments: str | Path) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, str(SCRIPT), *map(str, arguments)]
    return subprocess.run(command, capture_output=True, text=True, check=False)


def contents(folder: Path) -> dict[str, bytes]:
    return {str(path.relative_to(folder)): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


def test_it_is_smaller_than_a_megabyte(test_model: Path) -> None:
    assert sum(map(len, contents(test_model).values())) < 1_000_000


def test_it_is_marked_so_that_the_model_finder_never_picks_it(test_model: Path) -> None:
    assert MARKER == MADE_FOR_TESTS
    assert (test_model / MARKER).read_text()


def test_it_knows_every_word_of_the_phrase_table(model: Any) -> None:
    assert [word for word in sorted(VOCABULARY) if model.vosk_model_find_word(word) < 0] == []


def test_no_decoy_sounds_the_same_as_a_word_of_the_phrase_table(speaker: Speaker) -> None:
    for words in homophones(lexicon(speaker, tongue("en"))).values():
        assert set(words) <= VOCABULARY or not set(words) & VOCABULARY


def test_the_german_one_hears_every_phrase_in_its_voices_up_to_homophones(
    german_test_model: Path, speaker: Speaker
) -> None:
    german, model = tongue("de"), vosk.Model(str(german_test_model))
    assert [word for word in sorted(german.vocabulary) if model.vosk_model_find_word(word) < 0] == []
    decoys = [decoy for decoy in sorted(german.decoys) if model.vosk_model_find_word(decoy) >= 0]
    grammar = json.dumps([*sorted(german.phrases), *decoys, "[unk]"], ensure_ascii=False)
    ear = vosk.KaldiRecognizer(model, SAMPLE_RATE, grammar)
    alike = {"stop", "stopp", "noch mal", "nochmal", "ne", "nee", "au"}
    for place, voice in enumerate(german.voices):
        sample = sorted(german.phrases - alike)[place :: len(german.voices)]
        missed = misses(ear, speaker, voice, sample)
        assert len(missed) <= 1, missed


def test_its_first_voice_is_heard_in_every_phrase(ear: Any, speaker: Speaker) -> None:
    missed = misses(ear, speaker, VOICES[0], sorted(PHRASES))
    assert len(missed) <= 0.02 * len(PHRASES), missed


@pytest.mark.parametrize("voice", VOICES[1:])
def test_its_other_voices_are_heard_in_a_sample_of_the_phrases(ear: Any, speaker: Speaker, voice: str) -> None:
    first = VOICES.index(voice) - 1
    sample = sorted(PHRASES)[first :: len(VOICES) - 1]
    missed = misses(ear, speaker, voice, sample)
    assert len(missed) <= 1, missed


@pytest.mark.long
@pytest.mark.parametrize("voice", VOICES)
@pytest.mark.parametrize("shift", range(len(CONDITIONS)))
def test_every_phrase_is_heard_in_every_voice_at_every_rate_and_level(
    ear: Any, speaker: Speaker, voice: str, shift: int
) -> None:
    phrases = sorted(PHRASES)
    missed = misses(ear, speaker, voice, phrases[shift:] + phrases[:shift])
    assert len(missed) <= 0.02 * len(PHRASES), missed


@pytest.mark.parametrize("sentences", [NEWS, KITCHEN], ids=["news", "kitchen"])
def test_other_speech_of_its_voices_is_no_command(ear: Any, speaker: Speaker, sentences: list[str]) -> None:
    for voice in VOICES:
        texts = [text for line in sentences for text in heard(ear, recorded(speaker, line, voice, 165, -25))]
        assert texts, "it must hear that somebody spoke"
        assert not PHRASES & set(texts)


def test_unknown_speech_is_marked_as_such(ear: Any, speaker: Speaker) -> None:
    (text,) = heard(ear, recorded(speaker, "grandmother visited the museum", VOICES[0], 165, -25))
    assert "[unk]" in text.split()


def test_a_quiet_room_is_no_speech(ear: Any) -> None:
    room = np.random.default_rng(1).normal(0, 32767 * 10 ** (-60 / 20), 10 * SAMPLE_RATE)
    assert heard(ear, room.astype(np.int16)) == []


def test_a_partial_comes_before_the_result(ear: Any, speaker: Speaker) -> None:
    partials = []
    for block in blocks(recorded(speaker, "switch foot", VOICES[0], 165, -25)):
        assert not ear.AcceptWaveform(block), "half a second of quiet is too short for an endpoint"
        partials.append(json.loads(ear.PartialResult())["partial"])
    assert partials[0] == ""
    assert "switch" in partials
    assert partials[-1] == "switch foot"


def test_the_endpoint_comes_within_a_second_of_quiet(ear: Any, speaker: Speaker) -> None:
    sound = np.pad(recorded(speaker, "next step", VOICES[0], 165, -25), (0, QUIET))
    texts = [json.loads(ear.Result())["text"] for block in blocks(sound) if ear.AcceptWaveform(block)]
    assert texts == ["next step"]


def test_words_have_the_times_at_which_they_were_said(ear: Any, speaker: Speaker) -> None:
    spoken = speaker.say("stop now", VOICES[0], rate=165)
    ear.AcceptWaveform(recorded(speaker, "stop now", VOICES[0], 165, -25).tobytes())
    first, second = json.loads(ear.FinalResult())["result"]
    boundary = next(phoneme.start for phoneme in spoken.phonemes if phoneme.word == 1) / 1000 + 0.5
    assert (first["word"], second["word"]) == ("stop", "now")
    assert first["start"] == pytest.approx(0.5, abs=0.12)
    assert first["end"] == pytest.approx(boundary, abs=0.12)
    assert second["end"] == pytest.approx(0.5 + spoken.milliseconds / 1000, abs=0.25)


def test_without_a_grammar_it_decodes_too(model: Any, speaker: Speaker) -> None:
    ear = vosk.KaldiRecognizer(model, SAMPLE_RATE)
    assert heard(ear, recorded(speaker, "continue", VOICES[0], 165, -25)) == ["continue"]


def test_an_existing_folder_is_refused_in_one_sentence(tmp_path: Path) -> None:
    done = run(tmp_path)
    assert done.returncode == 2
    assert done.stderr == (
        f"make_test_model: {tmp_path} exists already; "
        "name another folder, or add --force to replace an older test model.\n"
    )


def test_force_spares_a_folder_that_is_no_test_model(tmp_path: Path) -> None:
    (tmp_path / "thesis.txt").write_text("years of work")
    done = run(tmp_path, "--force")
    assert done.returncode == 2
    assert done.stderr.count("\n") == 1
    assert (tmp_path / "thesis.txt").read_text() == "years of work"


def test_a_folder_that_cannot_be_made_is_refused_in_one_sentence(tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    done = run(tmp_path / "file" / "model")
    assert done.returncode == 2
    assert done.stderr.startswith(f"make_test_model: {tmp_path / 'file' / 'model'} cannot be made")
    assert done.stderr.count("\n") == 1


@pytest.mark.long
def test_force_makes_the_very_same_bytes_again(test_model: Path, tmp_path: Path) -> None:
    folder = tmp_path / "model"
    shutil.copytree(test_model, folder)
    (folder / "am" / "final.mdl").write_bytes(b"broken")
    done = run(folder, "--force")
    assert done.returncode == 0, done.stderr
    assert contents(folder) == contents(test_model)
