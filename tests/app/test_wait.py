"""`coach --wait`, with real recogniser and voices: in the simulated room, and the whole program on a virtual card."""

import importlib.util
import os
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import numpy as np
import pytest

from coach.app import parts
from coach.app.wait import PAUSES, STALLED, Waiter
from coach.app.wishes import Wishes
from coach.clock import samples
from coach.errors import RoutineError, SoundError
from coach.sound import noise, wav
from coach.sound.acoustics import Wave
from coach.sound.edge import Samples, SoundEdge
from coach.sound.room import SimulatedRoom
from tests.coach_process import environment
from tests.sound.virtual_card import VirtualCard

pytestmark = pytest.mark.skipif(
    importlib.util.find_spec("moonshine_voice") is None, reason="the embedded recogniser has no build for this platform"
)


TIMES = 4
"""How often all may be said to the whole program: the sound server shares this machine, and may break a word."""


@pytest.fixture(scope="module")
def user() -> dict[str, Samples]:
    voice = parts.choose_voice(parts.places(), "heart")
    said = {text: voice.clip(text, 170).sound for text in ("start heel massage", "yes", "no")}
    voice.close()
    return said


class Visitor:
    """Says things at their seconds."""

    def __init__(self, *said: tuple[float, Samples]) -> None:
        self._whole = np.zeros(samples(40.0))
        for at, sound in said:
            begin = samples(at)
            self._whole[begin : begin + len(sound)] += sound * 0.3

    def sound(self, at: int, n: int) -> Wave:
        return self._whole[at : at + n]


def room(*said: tuple[float, Samples], seconds: float = 14.0) -> SimulatedRoom:
    hiss = noise.repeated(noise.white(np.random.default_rng(1)), -65)
    return SimulatedRoom(None, hiss, Visitor(*said), samples(seconds))


@pytest.fixture
def places(tmp_path: Path) -> parts.Places:
    return parts.Places(tmp_path / "cache", tmp_path / "data", None)


def test_a_named_routine_is_held_after_a_yes_and_then_it_waits_again(
    places: parts.Places, user: dict[str, Samples], capsys: pytest.CaptureFixture[str]
) -> None:
    asked, yes = (2.0, user["start heel massage"]), (7.5, user["yes"])
    rooms = iter([room(asked, yes), room(asked, (7.5, user["no"])), room(yes, seconds=9.0)])
    opened: list[SoundEdge] = []
    held: list[str] = []

    def edge() -> SoundEdge:
        opened.append(next(rooms))
        return opened[-1]

    def hold(routine: str) -> str:
        held.append(routine)
        return "done"

    assert Waiter(Wishes(), places, hold, edge).run() == "sound ended"
    assert (held, len(opened)) == (["heel"], 2)
    printed = capsys.readouterr()
    assert printed.out.splitlines() == [
        "Shall I start the heel massage?",
        "All right, here we go.",
        "Shall I start the heel massage?",
        "All right, not now.",
    ]
    assert printed.err.count('Listening for "start heel massage", "start morning massage".') == 2
    assert not [path for path in places.data.rglob("*") if path.is_file()]


def test_a_session_that_leaves_a_hanging_driver_behind_ends_the_wait(
    places: parts.Places, user: dict[str, Samples]
) -> None:
    edge = room((1.0, user["start heel massage"]), (6.0, user["yes"]))
    assert Waiter(Wishes(), places, lambda routine: STALLED, lambda: edge).run() == STALLED


def test_what_cannot_be_opened_is_told_once_and_tried_again_after_longer_and_longer_pauses(
    places: parts.Places, capsys: pytest.CaptureFixture[str]
) -> None:
    tries = iter([*[SoundError("There is no microphone: plug one in.")] * 2, None])
    paused: list[float] = []

    def edge() -> SoundEdge:
        if error := next(tries):
            raise error
        return room(seconds=0.5)

    assert Waiter(Wishes(), places, edge=edge, sleep=paused.append).run() == "sound ended"
    assert paused == list(PAUSES[:2])
    assert capsys.readouterr().err.count("There is no microphone") == 1


def test_a_routine_with_a_fault_in_it_is_told_of_and_the_others_can_be_started(
    places: parts.Places, capsys: pytest.CaptureFixture[str]
) -> None:
    places.routines.mkdir(parents=True)
    (places.routines / "evening.toml").write_text("format = 1\n")
    waiter = Waiter(Wishes(), places)
    assert waiter.phrases == ("start heel massage", "start morning massage")
    assert "evening.toml" in capsys.readouterr().err


def test_a_language_without_routines_is_refused(places: parts.Places) -> None:
    places.languages.mkdir(parents=True)
    english = (Path(parts.__file__).parents[1] / "language" / "en.toml").read_text()
    (places.languages / "xx.toml").write_text(english.replace('code = "en"', 'code = "xx"', 1))
    with pytest.raises(RoutineError, match="coach new"):
        Waiter(Wishes(language="xx"), places)


@pytest.mark.parametrize(
    ("option", "reason"), [(("--no-microphone",), "needs the microphone"), (("--log", "x.jsonl"), "many sessions")]
)
def test_what_does_not_go_with_waiting_is_refused(option: tuple[str, ...], reason: str, tmp_path: Path) -> None:
    command = (sys.executable, "-m", "coach", "--wait", *option)
    ended = subprocess.run(command, cwd=tmp_path, env=full(tmp_path), capture_output=True, text=True, timeout=30)
    assert ended.returncode == 2
    assert reason in ended.stderr


# --- the whole program ------------------------------------------------------------------------------------------------


def full(folder: Path, env: dict[str, str] | None = None) -> dict[str, str]:
    return {**os.environ, **environment(folder, env or {})}


class Waiting:
    """The program on a virtual card; both its outputs in `printed`."""

    def __init__(self, card: VirtualCard, folder: Path) -> None:
        self.process = subprocess.Popen(
            (sys.executable, "-u", "-m", "coach", "--wait", "--plain"),
            cwd=folder,
            env=full(folder, card.env),
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
        )
        self.printed: list[str] = []
        self._reader = threading.Thread(target=self._read, daemon=True)
        self._reader.start()

    def _read(self) -> None:
        assert self.process.stdout
        for line in self.process.stdout:
            self.printed.append(line)

    def has_printed(self, text: str, seconds: float) -> bool:
        """Whether `text` is printed within these seconds."""
        until = time.monotonic() + seconds
        while not any(text in line for line in self.printed):
            if time.monotonic() > until:
                return False
            time.sleep(0.02)
        return True

    def wait_for(self, text: str, seconds: float = 30.0) -> None:
        assert self.has_printed(text, seconds), (text, self.printed)

    def end(self, number: signal.Signals) -> int:
        self.process.send_signal(number)
        return self.process.wait(10)


@pytest.fixture
def card() -> Iterator[VirtualCard]:
    with VirtualCard() as running:
        yield running


@pytest.fixture
def waiting(card: VirtualCard, tmp_path: Path) -> Iterator[Waiting]:
    program = Waiting(card, tmp_path)
    try:
        program.wait_for("Listening for")
        yield program
    finally:
        program.process.kill()
        program.process.wait()


@pytest.fixture
def say(card: VirtualCard, user: dict[str, Samples], tmp_path: Path) -> Callable[[str], None]:
    def aloud(text: str) -> None:
        path = tmp_path / f"{text}.wav"
        wav.write(path, user[text])
        card.say(path).wait(10)

    return aloud


def test_over_a_card_it_asks_starts_the_session_and_ends_with_a_signal(
    waiting: Waiting, say: Callable[[str], None]
) -> None:
    time.sleep(1.0)  # The tone is over.
    for _ in range(TIMES):
        say("start heel massage")
        waiting.has_printed("Shall I start the heel massage?", 5.0)
        time.sleep(3.0)  # It has been asked.
        say("yes")
        if waiting.has_printed("here we go", 2.5):
            break
    waiting.wait_for("Shall I start the heel massage?")
    waiting.wait_for("here we go")
    waiting.wait_for("Coach: Hi")
    assert waiting.end(signal.SIGTERM) == 128 + signal.SIGTERM


def test_over_a_card_a_lost_microphone_is_told_and_comes_back(waiting: Waiting, card: VirtualCard) -> None:
    card.suspend_microphone()
    waiting.wait_for("I've lost the microphone.")
    card.suspend_microphone(False)
    waiting.wait_for("Now I hear you.")
    assert waiting.end(signal.SIGINT) == 128 + signal.SIGINT
