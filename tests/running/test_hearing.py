"""Asserts coach.running.hearing: an ear that dies, hangs or is slow is told of within a second, and hears again."""

import threading
import time
from collections.abc import Callable, Iterator

import pytest

from coach.errors import HearingError, ModelError
from coach.hearing.ear import Ear
from coach.running.hearing import Hearing
from coach.session.events import Event, Heard, HearsBadly, NearlyHeard, Part, PartFails, PartWorks, Trouble
from coach.sound.edge import Block
from coach.sound.paced import PacedEdge
from coach.speaking.mixer import Mixer
from tests.english import ENGLISH
from tests.running.test_runner import DyingRecogniser

Hear = Callable[[], None]


class AnEar(Ear):
    """Does `first` in each block; hears nothing."""

    def __init__(self, first: Hear = lambda: None) -> None:
        super().__init__(DyingRecogniser(), ENGLISH.phrasebook)
        self._first = first
        self.blocks = 0
        self.hurries = False
        self.ails: Trouble | None = None

    @property
    def trouble(self) -> Trouble | None:
        return self.ails

    def hear(self, block: Block) -> list[Heard | NearlyHeard]:
        self._first()
        self.blocks += 1
        return []

    def hurry(self) -> None:
        self.hurries = True


class LiveEdge(PacedEdge):
    """In real time, with a microphone."""

    def read(self) -> Block | None:
        block = super().read()
        return block and Block(block.at, block.microphone, block.played)


class Around:
    """A hearing thread on an edge in real time, and what it told."""

    def __init__(self, ear: Ear, renew: Callable[[], Ear]) -> None:
        mixer = Mixer(lambda mark: None)
        self.told: list[tuple[float, Event]] = []
        self.deaf: list[HearingError] = []
        self.edge = LiveEdge()
        self.edge.open(mixer.block, lambda: None)
        self.hearing = Hearing(ear, mixer, self._tell, lambda fault: None, self.deaf.append, renew)
        self.began = time.monotonic()
        self.hearing.begin(self.edge, lambda error: None)

    def _tell(self, event: Event) -> None:
        self.told.append((time.monotonic() - self.began, event))

    def wait_for(self, kind: type[PartFails] | type[PartWorks], part: Part = Part.HEARING) -> float:
        until = time.monotonic() + 10
        while time.monotonic() < until:
            for at, event in self.told:
                if isinstance(event, kind) and event.part is part:
                    return at
            time.sleep(0.01)
        raise AssertionError(f"{kind.__name__} {part} was not told: {self.told}")


@pytest.fixture
def around() -> Iterator[Callable[[Ear, Callable[[], Ear]], Around]]:
    made: list[Around] = []

    def make(ear: Ear, renew: Callable[[], Ear]) -> Around:
        made.append(Around(ear, renew))
        return made[-1]

    yield make
    for each in made:
        each.hearing.end()
        each.edge.close()


def dies() -> None:
    raise HearingError("it died")


def test_an_ear_that_dies_is_told_at_once_and_another_one_takes_its_place(
    around: Callable[[Ear, Callable[[], Ear]], Around],
) -> None:
    second = AnEar()
    here = around(AnEar(dies), lambda: second)
    assert here.wait_for(PartFails) < 0.5
    assert here.wait_for(PartWorks) < 2
    time.sleep(0.2)
    assert second.blocks
    assert [str(error) for error in here.deaf] == ["it died"]


@pytest.mark.faults
def test_another_ear_is_tried_for_until_there_is_one(around: Callable[[Ear, Callable[[], Ear]], Around]) -> None:
    tries: list[float] = []

    def renew() -> Ear:
        tries.append(time.monotonic())
        if len(tries) < 3:
            raise ModelError("the folder is gone")
        return AnEar()

    here = around(AnEar(dies), renew)
    here.wait_for(PartWorks)
    assert len(tries) == 3
    assert tries[2] - tries[1] > 1.5 > tries[1] - tries[0]


def test_an_ear_that_hangs_is_told_within_a_second_or_so_and_another_one_hears(
    around: Callable[[Ear, Callable[[], Ear]], Around],
) -> None:
    hung, second = threading.Event(), AnEar()
    first = iter([0.0])

    def hangs() -> None:
        if next(first, None) is None:
            hung.wait(20)

    here = around(AnEar(hangs), lambda: second)
    assert 0.9 < here.wait_for(PartFails) < 2
    here.wait_for(PartWorks)
    time.sleep(0.2)
    assert second.blocks
    hung.set()
    time.sleep(0.2)
    heard = second.blocks
    time.sleep(0.2)
    assert second.blocks > heard


@pytest.mark.faults
def test_an_ear_that_was_only_slow_is_used_again_and_hurries_from_then_on(
    around: Callable[[Ear, Callable[[], Ear]], Around],
) -> None:
    slow = iter([0.0, 1.4])
    ear = AnEar(lambda: time.sleep(next(slow, 0)))
    here = around(ear, dies)  # type: ignore[arg-type]  # No other one can be made.
    here.wait_for(PartWorks)
    here.wait_for(PartFails, Part.SPEED)
    before = ear.blocks
    time.sleep(0.3)
    assert ear.blocks > before
    assert ear.hurries


def test_why_it_hears_badly_is_told_whenever_that_sets_in(around: Callable[[Ear, Callable[[], Ear]], Around]) -> None:
    ear = AnEar()
    here = around(ear, AnEar)
    for ear.ails in (Trouble.NOISE, None, Trouble.ECHO):
        before = ear.blocks
        while ear.blocks < before + 3:
            time.sleep(0.01)
    assert [event.trouble for _, event in here.told if isinstance(event, HearsBadly)] == [Trouble.NOISE, Trouble.ECHO]
