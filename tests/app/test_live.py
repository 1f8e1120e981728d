"""The real program on a private virtual sound card, with a synthetic user in the room."""

import math
import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path

import numpy as np
import pytest

from coach.clock import RATE
from coach.session.effects import Tone
from coach.sound import wav
from coach.speaking.pyttsx_voice import PyttsxVoice
from coach.speaking.tones import TONES
from tests.coach_process import CoachProcess, Line, begun, count, environment, heard, note
from tests.recorded import Wave, both, delay, place, sound
from tests.sound.virtual_card import VirtualCard
from tests.spoken import User, breaks

LOOPBACK = 0.03
"""Seconds from the speaker to the room, in the virtual card."""
_T = np.arange(RATE // 2) / RATE
CHIRP = (12_000 * np.sin(2 * np.pi * (300 * _T + 3000 * _T**2))).astype(np.int16)
"""Half a second that is found to the sample in both recordings, to lay them beside each other."""
FAST = ("--plain", "--rate", "300")
ALIKE = 0.9
"""How like what the coach gave a count is that came to the speaker whole, 0 to 1."""
LATER = 0.8
"""Seconds by which a machine that stood still may play a count late."""
STOOD_STILL = 0.1
"""Share of counts that may be broken, and of seconds that may be long: the card is a program that shares this machine.

Where ALSA tells of more breaks, so many. What the coach itself owes is exact, and asserted of its own recording."""


@pytest.fixture(scope="module")
def user(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Path]:
    """What the user says, in a voice that the test model understands."""
    folder = tmp_path_factory.mktemp("user")
    said = {text: folder / f"{text}.wav" for text in ("ready", "pause", "continue", "next")}
    for text, path in said.items():
        voice = PyttsxVoice("en-us")  # A new one each time: its bytes depend on what it said before.
        wav.write(path, voice.clip(text, 178).sound)
        voice.close()
    return said


@dataclass(slots=True)
class Reaction:
    """One command of the user's, as the room and the log saw it; seconds."""

    word: str
    decided_after: float
    """From the word's last sound in the microphone, in the coach's own recording, to the decision."""
    heard_after: float
    """From the word's last sound in the room to the coach's tone, with which its speech ends, at the speaker."""


@dataclass(slots=True)
class Played:
    """A whole session, recorded from outside and by the coach itself."""

    log: list[Line]
    status: int
    speaker: Wave
    room: Wave
    own: Wave
    """Shape (n, 2): played, heard."""
    breaks: int
    """How often the card was not fed in time, as ALSA told."""

    def may_be_broken(self, counts: int) -> int:
        """Of so many counts at the speaker how many the machine may have broken."""
        return max(math.ceil(STOOD_STILL * counts), self.breaks)

    @property
    def room_later(self) -> int:
        """Samples from a moment in the speaker's recording to the same moment in the room's."""
        chirp = CHIRP.astype(float)
        return delay(self.room, chirp) - delay(self.speaker, chirp) - int(LOOPBACK * RATE)


@pytest.fixture(scope="module")
def long_lived_card() -> Iterator[VirtualCard]:
    """A card whose microphone does not hear the speaker, as with headphones."""
    with VirtualCard(echo_db=-90) as running:
        yield running


@pytest.fixture(scope="module")
def session(
    long_lived_card: VirtualCard, user: dict[str, Path], test_model: Path, tmp_path_factory: pytest.TempPathFactory
) -> Played:
    """Ready; pause in the middle of a hold; continue; next; then the session to its end."""
    folder = tmp_path_factory.mktemp("session")
    recorders = [long_lived_card.record(folder / f"{name}.wav", f"{name}.monitor") for name in ("speaker", "room")]
    env = environment(folder, long_lived_card.env)
    own = folder / "own.wav"
    with CoachProcess(env, folder, "--model", str(test_model), "--record", str(own), *FAST) as coach:
        coach.answer_the_interview()
        person = User(long_lived_card, coach, own)
        coach.wait_for(begun("Sit down"))
        person.say(user["ready"], heard("ready"))
        coach.wait_for(count(4))
        person.say(user["pause"], note("paused"))
        time.sleep(3.0)
        person.say(user["continue"], note("resumed"))
        coach.wait_for(count(9))
        time.sleep(0.3)
        person.say(user["next"], heard("next"))
        coach.wait_for(note("step", step="second", ending="done"))
        coach.type("skip")
        status = coach.end()
        sound_chirp(long_lived_card, folder / "chirp.wav")
        for recorder in recorders:
            recorder.terminate()
            recorder.wait(5)
        speaker, room = (sound(folder / f"{name}.wav") for name in ("speaker", "room"))
        return Played(coach.log(), status, speaker, room, both(own), breaks(coach.errors))


def sound_chirp(card: VirtualCard, path: Path) -> None:
    """Play the chirp from the speaker, so loud that the room hears it."""
    wav.write(path, CHIRP)
    echo = card.control("list", "short", "sink-inputs").split()[0]
    card.control("set-sink-input-volume", echo, "0dB")
    subprocess.run(("paplay", "--device=speaker", str(path)), env={**os.environ, **card.env}, check=True, timeout=10)
    time.sleep(0.3)


def counts_logged(log: list[Line]) -> list[tuple[int, int]]:
    """Number and sample of each count, in order."""
    cues = [line["event"] for line in log if line["event"]["kind"] == "CueBegun"]
    return [(cue["cue"]["number"], cue["at"]) for cue in cues if cue["cue"]["kind"] == "count"]


def counts_played(session: Played) -> list[tuple[int, float, float]]:
    """Sample in the log, second in the speaker's recording, and likeness to what the coach gave, of each count.

    Each is looked for where the last one leads, since a sound card that was not fed in time plays the rest later.
    """
    shift = delay(session.speaker, session.own[:, 0])
    found = []
    for _, at in counts_logged(session.log):
        begin, likeness = place(session.own[at : at + RATE // 4, 0], session.speaker, at + shift, LATER)
        found.append((at, begin / RATE, likeness))
        if likeness > ALIKE:
            shift = begin - at
    return found


def reactions(session: Played, user: dict[str, Path]) -> Iterator[Reaction]:
    shift = delay(session.room, session.own[:, 1])
    tone = TONES[Tone.ACCEPTED].sound.astype(float)
    spoken = [line["event"] for line in session.log if line["event"]["kind"] == "Heard" and not line["event"]["by_key"]]
    for event in spoken:
        word = wav.read(user[event["match"]["phrase"]]).astype(float)
        own, _ = place(word, session.own[:, 1], event["at"] - len(word) - RATE // 2, 1.5)
        room, _ = place(word, session.room, own + shift, 0.3)
        over = room + len(word) - session.room_later
        decided = event["at"] - own - len(word)
        answer, _ = place(tone, session.speaker, over + decided + RATE // 5, 0.2)
        yield Reaction(event["match"]["phrase"], decided / RATE, (answer - over) / RATE)


def test_every_word_of_the_user_was_done(session: Played) -> None:
    spoken = [line["event"]["match"]["phrase"] for line in session.log if heard_by_voice(line)]
    assert spoken == ["ready", "pause", "continue", "next"]
    assert session.status == 0


def heard_by_voice(line: Line) -> bool:
    return line["event"]["kind"] == "Heard" and not line["event"]["by_key"]


def test_counts_stop_after_pause_and_go_on_where_they_stopped(session: Played) -> None:
    numbers = [n for n, _ in counts_logged(session.log)]
    paused = next(line["at"] for line in session.log if note("paused")(line))
    resumed = next(line["at"] for line in session.log if note("resumed")(line))
    assert not [at for _, at in counts_logged(session.log) if paused <= at / RATE <= resumed]
    first_hold, second_hold = numbers[:-5], numbers[-5:]
    before = sum(1 for _, at in counts_logged(session.log) if at / RATE < paused)
    assert first_hold[:before] == list(range(1, before + 1))
    assert first_hold[before] in {before, before + 1}  # The clock stands where the word began, within this second.
    assert first_hold[before:] == list(range(first_hold[before], first_hold[-1] + 1))
    assert second_hold == [1, 2, 3, 4, 5]


def test_next_goes_to_the_next_step(session: Played) -> None:
    endings = [effect["details"] for line in session.log for effect in line["effects"] if effect.get("what") == "step"]
    assert [(step["step"], step["ending"]) for step in endings] == [
        ("seat", "done"),
        ("first", "skipped"),
        ("second", "done"),
    ]


def test_every_count_is_played_a_second_after_the_one_before(session: Played) -> None:
    found = counts_played(session)
    assert sum(likeness <= ALIKE for *_, likeness in found) <= session.may_be_broken(len(found)), found
    apart = [
        (now - then, played - before)
        for (then, before, alike), (now, played, alike_now) in pairwise(found)
        if min(alike, alike_now) > ALIKE
    ]
    regular = [seconds for samples, seconds in apart if samples == RATE]
    assert len(regular) >= 10
    assert sum(abs(seconds - 1.0) > 0.02 for seconds in regular) <= session.may_be_broken(len(regular)), regular


def test_every_count_begins_at_its_very_sample(session: Played) -> None:
    for n, at in counts_logged(session.log):
        assert not session.own[at - RATE // 20 : at, 0].any(), n
        assert session.own[at : at + RATE // 20, 0].any(), n


def test_the_coach_is_silent_while_it_is_paused(session: Played) -> None:
    paused, resumed = (next(line["at"] for line in session.log if note(what)(line)) for what in ("paused", "resumed"))
    shift = delay(session.speaker, session.own[:, 0])
    quiet = session.speaker[int((paused + 1.2) * RATE) + shift : int((resumed - 0.1) * RATE) + shift]
    assert len(quiet) > RATE
    assert np.abs(quiet).max() == 0


def test_the_coach_reacts_soon(
    session: Played, user: dict[str, Path], record_property: Callable[[str, object], None]
) -> None:
    found = list(reactions(session, user))
    for reaction in found:
        told = f"decided {reaction.decided_after:.2f} s, heard {reaction.heard_after:.2f} s after the word's end"
        record_property(f"live latency of {reaction.word!r}", told)
        sys.stdout.write(f"{reaction.word}: {told}\n")  # Shown by pytest -rA.
    assert all(0 < reaction.decided_after < 1.5 and 0 < reaction.heard_after < 1.5 for reaction in found)


def test_the_recording_holds_the_whole_session_in_step_with_the_log(session: Played) -> None:
    last = session.log[-1]["event"]["at"]
    assert last - RATE < len(session.own) < last + 5 * RATE
    first = next(line["event"]["at"] for line in session.log if line["event"]["kind"] == "SentenceBegun")
    assert not session.own[:first, 0].any()
    assert session.own[first : first + RATE // 4, 0].any()


@pytest.fixture
def card() -> Iterator[VirtualCard]:
    """A card to be maltreated; its microphone does not hear the speaker."""
    with VirtualCard(echo_db=-90) as running:
        yield running


@pytest.fixture
def hold(tmp_path: Path, card: VirtualCard, test_model: Path) -> Iterator[CoachProcess]:
    """A session in the middle of its first hold."""
    options = ("--model", str(test_model), "--record", str(tmp_path / "own.wav"), *FAST)
    with CoachProcess(environment(tmp_path, card.env), tmp_path, *options) as coach:
        coach.answer_the_interview()
        coach.wait_for(begun("Sit down"))
        coach.type("ready")
        coach.wait_for(count(2))
        yield coach


@pytest.mark.faults
def test_without_the_microphone_counting_and_keys_go_on_and_with_it_back_voice_does(
    hold: CoachProcess, card: VirtualCard, user: dict[str, Path], tmp_path: Path
) -> None:
    card.suspend_microphone()
    lost = hold.wait_for(lambda line: line["event"]["kind"] == "MicrophoneLost")
    assert begun("microphone")(lost)
    hold.wait_for(count(7))
    hold.type("pause")
    hold.wait_for(note("paused"))
    card.suspend_microphone(False)
    hold.wait_for(lambda line: line["event"]["kind"] == "MicrophoneFound")
    time.sleep(4.0)  # until it has said that it can hear: its own voice is what it gets to know the microphone by
    User(card, hold, tmp_path / "own.wav").say(user["continue"], heard("resume"))
    hold.wait_for(count(8))


@pytest.mark.faults
def test_a_sound_server_that_hangs_does_not_keep_the_program(
    tmp_path: Path, card: VirtualCard, test_model: Path
) -> None:
    with CoachProcess(environment(tmp_path, card.env), tmp_path, "--model", str(test_model), *FAST) as coach:
        coach.wait_for_print("Coach: Say stop")
        card.pause()
        time.sleep(0.3)
        coach.process.send_signal(signal.SIGTERM)
        try:
            assert coach.end(seconds=5) == 143
        finally:
            card.go_on()


@pytest.mark.faults
def test_a_closed_standard_input_leaves_the_microphone_to_take_orders_by(
    tmp_path: Path, card: VirtualCard, test_model: Path, user: dict[str, Path]
) -> None:
    env, own = environment(tmp_path, card.env), tmp_path / "own.wav"
    options = ("--model", str(test_model), "--record", str(own), *FAST)
    with CoachProcess(env, tmp_path, *options, stdin=subprocess.DEVNULL) as coach:
        coach.wait_for(begun("Today, is there"))
        User(card, coach, own).say(user["next"], heard("next"))


def test_killed_in_the_middle_the_recording_keeps_all_but_the_last_second(
    tmp_path: Path, card: VirtualCard, test_model: Path
) -> None:
    path = tmp_path / "own.wav"
    env = environment(tmp_path, card.env)
    with CoachProcess(env, tmp_path, "--model", str(test_model), "--record", str(path), *FAST) as coach:
        first = coach.wait_for(lambda line: line["event"]["kind"] == "SentenceBegun")["at"]
        last = coach.wait_for(lambda line: line["event"].get("index") == 1)["at"]
        coach.process.kill()
        coach.process.wait()
    recorded = both(path)
    assert len(recorded) / RATE > last - 1.1
    assert recorded[int(first * RATE) : int((first + 0.25) * RATE), 0].any()
