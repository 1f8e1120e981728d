"""Whole rehearsals of a short routine, with the real recogniser and the real synthesiser."""

import json
import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
import pytest
import soundfile

from coach.clock import BLOCK, RATE, samples
from coach.errors import ScriptError, StorageError
from coach.session.effects import Tone
from coach.session.settings import WORDS_A_MINUTE
from coach.sound import wav
from coach.sound.edge import Samples
from coach.speaking.pyttsx_voice import PyttsxVoice
from coach.speaking.tones import TONES
from coach.speaking.trim import speech_rms
from tests.rehearsal.conftest import SCRIPTS, Play

BY_KEY = """
routine = "short.toml"
minutes = 4
coach.remembered = { feeling = "no", diabetes = "no" }
user.voice = "gmw/en-US"
""" + "".join(
    f'[[whenever]]\npress = "{key}"\nwhen = {{ question = "{question}" }}\n'
    for question, key in {
        "today": "n", "signs": "n", "week": "n", "same": "y",
        "foot": "l", "pain": "k", "gate": "y", "end": "y",
    }.items()
)  # fmt: skip
"""A session whose questions are answered by key; the tests add what is said."""
READY = '[[do]]\npress = "enter"\nwhen = { step = "chair", state = "waiting" }\n'
END = '[[do]]\npress = "q"\nwhen = { step = "press", second = 9 }\n'


class Played:
    """A rehearsal and what it wrote."""

    def __init__(self, summary: dict[str, Any], out: Path) -> None:
        self.summary, self.out = summary, out
        self.speaker, self.microphone = soundfile.read(out / "session.wav", dtype="int16")[0].T
        self.lines = [json.loads(line) for line in (out / "events.jsonl").read_text(encoding="utf-8").splitlines()]

    def notes(self, what: str) -> list[dict[str, Any]]:
        effects = (effect for line in self.lines for effect in line["effects"])
        return [effect["details"] for effect in effects if effect["kind"] == "Note" and effect["what"] == what]

    def heard(self, phrase: str) -> list[int]:
        """When it was decided, each time."""
        events = (line["event"] for line in self.lines)
        return [event["at"] for event in events if event["kind"] == "Heard" and event["match"]["phrase"] == phrase]


PlayText = Callable[[str], Played]


@pytest.fixture(scope="module")
def one_foot(play: Play, tmp_path_factory: pytest.TempPathFactory) -> Played:
    out = tmp_path_factory.mktemp("one-foot")
    return Played(play(SCRIPTS / "one-foot.toml", out), out)


@pytest.fixture
def play_text(play: Play, tmp_path: Path) -> PlayText:
    def played(text: str) -> Played:
        script = tmp_path / "script.toml"
        shutil.copy(SCRIPTS / "short.toml", tmp_path)
        script.write_text(f"format = 1\n{text}", encoding="utf-8")
        return Played(play(script, tmp_path / "out"), tmp_path / "out")

    return played


# --- all is well ----------------------------------------------------------------------------------------------------


def test_everything_that_is_said_is_understood_and_nothing_else(one_foot: Played) -> None:
    summary = one_foot.summary
    assert summary["finished"] == "done"
    assert (summary["missed"], summary["false_accepts"], summary["not_reached"]) == (0, 0, [])
    assert len(summary["commands"]) == 15
    assert all(row["heard"] and row["intent"] for row in summary["commands"])


def test_the_coach_acts_within_a_second_of_the_end_of_each_phrase(one_foot: Played) -> None:
    latencies = [row["latency"] for row in one_foot.summary["commands"]]
    assert min(latencies) > 0
    assert max(latencies) <= 1.0
    assert one_foot.summary["latency"]["worst"] == max(latencies)


def test_every_count_begins_within_a_millisecond_of_its_second(one_foot: Played) -> None:
    counts = one_foot.summary["counts"]
    assert counts["spoken"] == 10
    assert counts["max_error_ms"] <= 1.0


def test_release_is_heard_when_the_time_of_each_step_is_over_to_the_sample(one_foot: Played) -> None:
    counts = one_foot.summary["counts"]
    assert counts["releases"] == [10.0, 6.0]
    assert counts["max_release_error_ms"] == 0.0


def test_a_pause_keeps_the_second_at_which_the_person_began_to_speak(one_foot: Played) -> None:
    paused, resumed = one_foot.notes("paused"), one_foot.notes("resumed")
    assert paused[-1]["step"] == "press"
    assert paused[-1]["seconds"] == pytest.approx(3.2, abs=0.15)
    assert resumed[-1]["seconds"] == paused[-1]["seconds"]
    assert one_foot.notes("clock")[1]["elapsed"] == pytest.approx(paused[-1]["seconds"] * RATE, abs=8)


def test_a_stop_silences_the_coachs_speech_within_one_block(one_foot: Played, coach_voice: PyttsxVoice) -> None:
    (at,) = one_foot.heard("stop")
    begun = next(
        line["at"]
        for line in one_foot.lines
        if line["at"] * RATE >= at - 1 and line["event"]["kind"] == "SentenceBegun"
    )
    spoken = one_foot.speaker.astype(np.int32)
    for start, sound in (
        (at, TONES[Tone.STOPPED].sound),
        (samples(begun), coach_voice.clip("Shall we end here?", WORDS_A_MINUTE).sound),
    ):
        spoken[start : start + len(sound)] -= sound
    rest = spoken[at + BLOCK : at + samples(0.6)]
    assert np.abs(spoken[at - BLOCK : at]).max() > 100  # It had lowered its voice.
    assert np.abs(rest).max() <= 1


def test_the_recording_has_the_speaker_on_the_left_and_the_microphone_on_the_right(one_foot: Played) -> None:
    assert soundfile.info(one_foot.out / "session.wav").samplerate == RATE
    assert len(one_foot.speaker) == pytest.approx(one_foot.summary["seconds"] * RATE, abs=RATE / 100)
    said = next(row for row in one_foot.summary["commands"] if row["said"] == "left")
    there = slice(samples(said["at"]), samples(said["at"] + 0.3))
    assert speech_rms(one_foot.microphone[there]) > 0.02
    assert not one_foot.speaker[there].any()


def test_without_echo_the_microphone_hears_only_the_rooms_noise_while_the_coach_speaks(one_foot: Played) -> None:
    welcome = one_foot.microphone[: 10 * RATE].astype(np.float64)
    assert 20 * np.log10(np.sqrt(np.mean(welcome**2)) / 32768) == pytest.approx(-65, abs=0.5)


def test_the_summary_file_holds_what_is_promised(one_foot: Played) -> None:
    summary = json.loads((one_foot.out / "summary.json").read_text(encoding="utf-8"))
    assert summary == one_foot.summary
    assert {"said", "at", "heard", "intent", "latency", "compute"} <= set(summary["commands"][0])
    assert summary["steps_done"] == 4
    assert [step["step"] for step in summary["steps"]] == ["chair", "press", "circles", "wipe"]
    assert summary["real_time_factor"] > 0
    assert summary["title"] == "One foot"
    assert "Vosk" in summary["recogniser"]


def test_the_same_script_twice_gives_the_same_events_and_the_same_recording(
    one_foot: Played, play: Play, tmp_path: Path
) -> None:
    play(SCRIPTS / "one-foot.toml", tmp_path)
    for name in ("events.jsonl", "session.wav"):
        assert (tmp_path / name).read_bytes() == (one_foot.out / name).read_bytes()


# --- something is wrong, and is reported ----------------------------------------------------------------------------


def test_a_phrase_too_soft_to_be_heard_is_reported_as_missed(play_text: PlayText) -> None:
    said = '[[do]]\nsay = "next"\nlevel_dbfs = -60\nwhen = { step = "press", second = 2 }\n'
    summary = play_text("room.noise_dbfs = -50\n" + BY_KEY + READY + said + END).summary
    assert summary["missed"] == 1
    assert [row["said"] for row in summary["missed_commands"]] == ["next"]
    assert summary["false_accepts"] == 0
    assert next(row for row in summary["commands"] if row["said"] == "next")["heard"] is None


def test_a_command_taken_for_another_is_reported_as_missed_and_as_false(play_text: PlayText) -> None:
    said = '[[do]]\nsay = "how long"\nexpect = "repeat"\nwhen = { step = "press", second = 2 }\n'
    summary = play_text(BY_KEY + READY + said + END).summary
    assert (summary["missed"], summary["false_accepts"]) == (1, 1)
    (false,) = summary["false_commands"]
    assert (false["said"], false["heard"], false["intent"]) == ("how long", "how long", "time left")


def test_a_command_that_came_of_the_rooms_noise_is_reported_as_invented(
    play_text: PlayText, coach_voice: PyttsxVoice, tmp_path: Path
) -> None:
    word = coach_voice.clip("how long", 140).sound
    wav.write(tmp_path / "television.wav", np.concatenate((word, np.zeros(5 * RATE, np.int16))))
    noise = 'room.noise_wav = "television.wav"\nroom.noise_dbfs = -42\n'
    summary = play_text(noise + BY_KEY + READY + END).summary
    assert summary["missed"] == 0
    assert summary["false_accepts"] >= 1
    assert {(false["said"], false["intent"]) for false in summary["false_commands"]} == {(None, "time left")}


def test_what_the_session_never_came_to_is_reported(play_text: PlayText) -> None:
    never = '[[do]]\nsay = "continue"\nwhen = { state = "paused" }\n'
    summary = play_text(BY_KEY.replace("minutes = 4", "minutes = 0.5") + never).summary
    assert summary["finished"] == "not finished"
    assert summary["not_reached"] == ["continue"]
    assert summary["seconds"] == 30.0


def test_a_key_that_means_nothing_is_reported_as_missed(play_text: PlayText) -> None:
    text = 'routine = "short.toml"\nminutes = 0.2\n[[do]]\npress = "y"\nwhen = { at = 1 }\n'
    assert play_text(text).summary["missed_commands"] == [{"said": "y", "at": 1.0}]


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ('routine = "nosuch"', ['line 2, column 1, routine: found "nosuch"', "there is no routine"]),
        ('routine = "script.toml"', ['line 2, column 1, routine: found "script.toml"', "unknown field"]),
        ('[[do]]\nsay = "a"\nwhen = { step = "elbow" }', ['line 4, column 10, do, item 1, when, step: found "elbow"']),
        ('[[do]]\nwav = "no.wav"\nwhen = { at = 1 }', ['line 3, column 1, do, item 1, wav: found "no.wav"']),
        ('coach.voice = "nobody-at-all"', ['line 2, column 1, coach, voice: found "nobody-at-all"']),
    ],
)
def test_a_script_that_cannot_be_played_writes_nothing(
    play_text: PlayText, tmp_path: Path, text: str, says: list[str]
) -> None:
    with pytest.raises(ScriptError) as refused:
        play_text(text)
    assert all(words in str(refused.value) for words in says), str(refused.value)
    assert not (tmp_path / "out").exists()


def test_a_folder_that_cannot_be_made_is_a_storage_error(play: Play, tmp_path: Path) -> None:
    (tmp_path / "file").write_text("", encoding="utf-8")
    with pytest.raises(StorageError):
        play(SCRIPTS / "one-foot.toml", tmp_path / "file")


# --- the room -------------------------------------------------------------------------------------------------------

WELCOME = 'minutes = 0.35\ncoach.words_a_minute = 163\n[room]\nnoise = "none"\n'


@pytest.mark.parametrize("ratio", [12, 0, -6])
@pytest.mark.parametrize("more", ["", "t60 = 0.8\n", "distortion_percent = 3\n"])
def test_the_echo_is_softer_than_a_user_of_26_dbfs_by_the_ratio(play_text: PlayText, ratio: int, more: str) -> None:
    played = play_text(WELCOME + more + f"near_end_to_echo_db = {ratio}\n")
    assert _echo_dbfs(played.speaker, played.microphone) == pytest.approx(-26 - ratio, abs=0.5)


def test_the_ratio_holds_for_a_response_from_a_file(play_text: PlayText, tmp_path: Path) -> None:
    wav.write(tmp_path / "hall.wav", np.array([0, 0, 9000, 3000, -2000, 1000], np.int16))
    played = play_text(WELCOME + 'impulse_response = "hall.wav"\nnear_end_to_echo_db = 3\ndelay_ms = 10\n')
    assert _echo_dbfs(played.speaker, played.microphone) == pytest.approx(-29, abs=0.5)


def test_the_echo_comes_after_its_delay(play_text: PlayText) -> None:
    played = play_text(WELCOME + "near_end_to_echo_db = 0\ndelay_ms = 85\n")
    size = 2 * len(played.speaker)
    spectrum = np.fft.rfft(played.microphone, size) * np.conj(np.fft.rfft(played.speaker, size))
    assert int(np.argmax(np.fft.irfft(spectrum / (np.abs(spectrum) + 1e3), size)[:8000])) == samples(0.085)


def test_the_microphone_has_the_traits_that_the_script_names(play_text: PlayText) -> None:
    halved = play_text(WELCOME + "near_end_to_echo_db = 0\nmicrophone = { dead_left = true }\n")
    assert _echo_dbfs(halved.speaker, halved.microphone) == pytest.approx(-32, abs=0.5)
    gated = play_text("minutes = 0.35\n[room]\nnear_end_to_echo_db = 0\nmicrophone = { gate = -50 }\n").microphone
    blocks = gated[: len(gated) // 320 * 320].reshape(-1, 320)
    assert 0.02 < np.mean(~blocks.any(axis=1)) < 0.9


def _echo_dbfs(speaker: Samples, microphone: Samples) -> float:
    """The level of the coach's speech at the microphone."""
    gain = np.sqrt(np.sum(microphone.astype(np.float64) ** 2) / np.sum(speaker.astype(np.float64) ** 2))
    return float(20 * np.log10(speech_rms(speaker) * gain))


def test_another_seed_is_another_noise(play_text: PlayText) -> None:
    first = play_text("minutes = 0.05\nseed = 1\n").microphone
    assert not np.array_equal(first, play_text("minutes = 0.05\nseed = 2\n").microphone)
    assert np.array_equal(first, play_text("minutes = 0.05\nseed = 1\n").microphone)
