"""The command line, as a user meets it: bad input is one sentence and status 2, good input does what it says."""

import json
import os
import shlex
import subprocess
import sys
import zipfile
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import pytest

from coach import __version__
from coach.sound import wav
from coach.speaking.pyttsx_voice import PyttsxVoice
from tests.coach_process import ROUTINE, environment
from tests.sound import virtual_card


@dataclass(frozen=True, slots=True)
class Finished:
    """How the program ended."""

    status: int
    out: str
    err: str


class Command:
    """`coach` without devices, in a folder of its own, with nobody at the keyboard."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.env = environment(folder, virtual_card.environment(folder))

    def __call__(self, *arguments: str | Path, **env: str) -> Finished:
        finished = subprocess.run(
            (sys.executable, "-m", "coach", *map(str, arguments)),
            cwd=self.folder,
            env=self.env | env,
            stdin=subprocess.DEVNULL,
            capture_output=True,
            text=True,
            timeout=60,
        )
        return Finished(finished.returncode, finished.stdout, finished.stderr)


@pytest.fixture
def coach(tmp_path: Path) -> Command:
    return Command(tmp_path)


def refused(finished: Finished) -> str:
    """The one sentence of a refusal."""
    assert finished.status == 2, finished
    assert "Traceback" not in finished.err + finished.out
    told = [line for line in finished.err.splitlines() if line.startswith(("coach: ", "Error: "))]
    assert len(told) == 1, finished.err
    return told[0]


def test_version_and_help(coach: Command) -> None:
    assert coach("--version").out == f"coach, version {__version__}\n"
    told = coach("--help")
    assert told.status == 0
    assert {"check", "doctor", "fetch-model", "hear", "list", "rehearse"} <= set(told.out.split())


@pytest.mark.parametrize("arguments", [("--help",), ("--version",), ("list",)])
def test_no_engine_is_loaded_to_print_a_list(coach: Command, arguments: tuple[str, ...]) -> None:
    told = coach(*arguments, PYTHONPROFILEIMPORTTIME="1")
    loaded = {line.rpartition("|")[2].strip() for line in told.err.splitlines()}
    assert "click" in loaded
    assert not loaded & {"numpy", "vosk", "sounddevice", "soundfile", "moonshine_voice", "pyttsx3", "requests", "rich"}


def test_an_unknown_language_is_refused(coach: Command) -> None:
    refused(coach("check", "heel", "--language", "xx"))
    refused(coach("--language", "xx", "--plain", "--no-microphone", "--no-speaker"))
    refused(coach("doctor", "--language", "xx"))


def test_check_reads_the_routine_in_the_language(coach: Command) -> None:
    told = coach("check", "heel", "--language", "de")
    assert told.status == 0
    assert told.out.startswith("Fersenmassage: 9 steps a foot, ")


def test_hear_hears_another_language_with_a_model_for_it(coach: Command, german_test_model: Path) -> None:
    voice = PyttsxVoice("gmw/de")
    wav.write(coach.folder / "wechseln.wav", voice.clip("fuß wechseln", 178).sound)
    voice.close()
    told = coach("hear", "wechseln.wav", "--model", german_test_model, "--language", "de", "--live", "timed")
    assert [json.loads(line)["intent"] for line in told.out.splitlines()] == ["switch foot"]


@pytest.mark.parametrize(
    ("find", "put", "sentence"),
    [
        ("seconds = 20", "seconds = -20", "from 5 to 600"),
        ('zone = "heel"', 'zone = "elbow"', "elbow"),
        ('kind = "guide"', 'kimd = "guide"', "kimd"),
        ("format = 1", "format = 2", "format"),
    ],
)
@pytest.mark.parametrize("command", [("check",), ("--routine",)])
def test_a_wrong_routine_is_refused(
    coach: Command, command: tuple[str, ...], find: str, put: str, sentence: str
) -> None:
    (coach.folder / "wrong.toml").write_text(ROUTINE.replace(find, put, 1))
    told = refused(coach(*command, "wrong.toml"))
    assert "wrong.toml, line " in told
    assert sentence in told


@pytest.mark.parametrize("name", ["nowhere.toml", "no-such-routine"])
def test_a_routine_that_is_not_there_is_refused(coach: Command, name: str) -> None:
    assert name in refused(coach("check", name))


def zipped(path: Path, files: dict[str, bytes]) -> Path:
    with zipfile.ZipFile(path, "w") as archive:
        for name, content in files.items():
            archive.writestr(name, content)
    return path


@pytest.mark.parametrize("extra", [(), ("--any-archive",)])
@pytest.mark.parametrize("kind", ["missing", "garbage", "truncated", "escaping", "no model", "folder"])
def test_a_hostile_archive_is_refused_and_leaves_nothing(coach: Command, kind: str, extra: tuple[str, ...]) -> None:
    path = coach.folder / "model.zip"
    if kind == "folder":
        path.mkdir()
    elif kind == "garbage":
        path.write_bytes(os.urandom(2000))
    elif kind != "missing":
        inside = {"escaping": "../../evil", "no model": "model/README", "truncated": "model/am/final.mdl"}[kind]
        zipped(path, {inside: os.urandom(5000)})
        if kind == "truncated":
            path.write_bytes(path.read_bytes()[:2500])
    before = sorted(Path("/").glob("evil")) + sorted(coach.folder.parent.glob("**/evil"))
    refused(coach("fetch-model", "--from", path, *extra))
    assert before == sorted(Path("/").glob("evil")) + sorted(coach.folder.parent.glob("**/evil"))


@pytest.mark.parametrize("command", [("hear", "word.wav"), (), ("rehearse", "script.toml", "--out", "out")])
@pytest.mark.parametrize("way", ["--model", "COACH_VOSK_MODEL"])
def test_a_model_of_the_wrong_shape_is_refused(coach: Command, command: tuple[str, ...], way: str) -> None:
    (coach.folder / "model" / "am").mkdir(parents=True)
    (coach.folder / "model" / "am" / "final.mdl").write_bytes(b"not a model")
    wav.write(coach.folder / "word.wav", np.zeros(16_000, np.int16))
    (coach.folder / "script.toml").write_text("format = 1\n")
    if way == "--model":
        told = refused(coach(*command, "--model", "model"))
    else:
        told = refused(coach(*command, COACH_VOSK_MODEL="model"))
    assert way in told


def test_an_unwritable_cache_is_told_and_costs_only_the_cache(coach: Command) -> None:
    (coach.folder / "in-the-way").write_text("")
    finished = coach("--plain", COACH_CACHE_DIR=str(coach.folder / "in-the-way" / "cache"))
    assert "What is spoken is not kept for the next time" in finished.out
    assert "COACH_CACHE_DIR" in finished.out
    assert "neither a microphone nor a keyboard" in refused(finished)  # Not the cache ended it.


@pytest.mark.parametrize("option", ["--log", "--record"])
def test_a_file_that_cannot_be_written_is_refused_before_anything_is_said(coach: Command, option: str) -> None:
    (coach.folder / "in-the-way").write_text("")
    finished = coach(option, coach.folder / "in-the-way" / "file", "--plain")
    assert "name another place" in refused(finished)
    assert "Coach:" not in finished.out


@pytest.mark.parametrize(
    ("arguments", "sentence"),
    [
        (("--voice", "volapuk-x"), "volapuk-x"),
        (("--microphone", "no such thing"), "no such thing"),
        (("--speaker", "77"), "77"),
        (("--count", "sometimes"), "sometimes"),
        (("--rate", "5000"), "5000"),
        (("--nonsense",), "nonsense"),
        (("nonsense",), "nonsense"),
        (("hear",), "FILES"),
        (("hear", "word.wav", "--live", "tuesday"), "tuesday"),
        (("rehearse", "nowhere.toml", "--out", "out"), "nowhere.toml"),
        (("rehearse", "nowhere.toml"), "--out"),
    ],
)
def test_an_unknown_value_is_refused(coach: Command, arguments: tuple[str, ...], sentence: str) -> None:
    assert sentence in refused(coach(*arguments))


@pytest.mark.parametrize("content", [None, b"", b"RIFF", os.urandom(5000), b"RIFF\x24\0\0\0WAVEfmt "])
def test_hear_refuses_what_is_no_recording(coach: Command, content: bytes | None) -> None:
    path = coach.folder / "word.wav"
    if content is not None:
        path.write_bytes(content)
    assert "word.wav" in refused(coach("hear", path))


def test_rehearse_refuses_a_folder_it_cannot_write(coach: Command, test_model: Path) -> None:
    (coach.folder / "in-the-way").write_text("")
    (coach.folder / "script.toml").write_text('format = 1\nroutine = "heel"\nminutes = 1\n')
    refused(coach("rehearse", "script.toml", "--out", "in-the-way/out", "--model", test_model))


@pytest.fixture(scope="module")
def word(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """ "pause", half a second of quiet, "seven"."""
    voice = PyttsxVoice("en-us")
    quiet = np.zeros(16_000, np.int16)
    path = tmp_path_factory.mktemp("word") / "word.wav"
    wav.write(path, np.concatenate([voice.clip("pause", 150).sound, quiet, quiet, voice.clip("seven", 178).sound]))
    voice.close()
    return path


def test_hear_prints_a_json_line_for_each_command_and_each_answer(coach: Command, word: Path, test_model: Path) -> None:
    told = coach("hear", word, "--model", test_model)
    assert told.status == 0
    pause, seven = map(json.loads, told.out.splitlines())
    assert (pause["phrase"], pause["intent"], pause["file"]) == ("pause", "pause", str(word))
    assert "answer" not in pause
    assert (seven["phrase"], seven["intent"], seven["answer"]) == ("seven", "answer", "seven")
    for row in (pause, seven):
        assert row["start"] < row["end"] <= row["decided_at"]
    assert pause["start"] == pytest.approx(0.0, abs=0.15)
    assert pause["end"] == pytest.approx(0.47, abs=0.2)
    assert seven["start"] == pytest.approx(2.47, abs=0.2)


def test_hear_hears_only_what_may_be_said_in_the_phase(coach: Command, word: Path, test_model: Path) -> None:
    told = coach("hear", word, "--model", test_model, "--live", "waiting")
    assert [json.loads(line)["phrase"] for line in told.out.splitlines()] == ["pause"]


def test_times_of_each_of_several_files_begin_at_its_own_start(coach: Command, word: Path, test_model: Path) -> None:
    told = coach("hear", word, word, "--model", test_model, "--live", "timed")
    first, second = map(json.loads, told.out.splitlines())
    assert first["start"] == pytest.approx(second["start"], abs=0.1)


def test_a_reader_that_has_seen_enough_is_no_error(coach: Command) -> None:
    command = f"{shlex.quote(sys.executable)} -m coach list | true; exit ${{PIPESTATUS[0]}}"
    finished = subprocess.run(("bash", "-c", command), env=coach.env, capture_output=True, text=True, timeout=20)
    assert finished.returncode in {0, 1}  # Whether the reader was gone in time is up to the scheduler.
    assert finished.stderr == ""


def test_one_bad_recording_does_not_keep_the_others_from_being_heard(
    coach: Command, word: Path, test_model: Path
) -> None:
    (coach.folder / "bad.wav").write_bytes(b"no sound")
    wav.write(coach.folder / "silent.wav", np.zeros(16_000, np.int16))
    told = coach("hear", "bad.wav", word, "none.wav", "silent.wav", word, "--model", test_model, "--live", "timed")
    assert told.status == 2
    assert [json.loads(line)["file"] for line in told.out.splitlines()] == [str(word)] * 2
    refusals = [line for line in told.err.splitlines() if line.startswith("coach: ")]
    assert ["bad.wav" in refusals[0], "none.wav" in refusals[1], len(refusals)] == [True, True, 2]
    assert "silent.wav: heard nothing that may be said." in told.err
    assert "Traceback" not in told.err
