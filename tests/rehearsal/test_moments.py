"""When the moment of a script has come."""

from dataclasses import replace

import pytest

from coach.clock import BLOCK, RATE
from coach.language.intents import Live
from coach.rehearsal.moments import Moments
from coach.rehearsal.script import When
from coach.routines.routine import Kind, Side, Step, Zone
from coach.session.hold import HoldClock
from coach.session.journey import Stage
from coach.session.settings import Settings
from coach.session.view import Mode, View
from tests.english import ENGLISH

PRESS = Step("press", "steady pressure", Kind.HOLD, Zone.HEEL, ("Press.",), seconds=30)
TIMING = View(
    language=ENGLISH,
    stage=Stage.FOOT,
    mode=Mode.TIMING,
    side=Side.LEFT,
    step=PRESS,
    part=(3, 8),
    question="",
    asked=0,
    speaking=False,
    live=Live(timed=True),
    clock=HoldClock(30 * RATE, zero=5 * RATE),
    settings=Settings(),
    answers={},
)
ASKING = replace(
    TIMING, mode=Mode.ASKING, question="before left", asked=1, clock=None, stage=Stage.INTERVIEW, step=None
)


class Scene:
    """A session that shows what the test wants, and a coach that says what it wants."""

    def __init__(self, view: View = TIMING) -> None:
        self.view = view
        self.said: list[tuple[int, int, str]] = []
        self.moments = Moments(lambda: self.view, self._texts)

    def at(self, at: int, when: When, since: int = 0) -> int | None:
        self.moments.look(at, BLOCK)
        return self.moments.of(when, since)

    def _texts(self, start: int, end: int) -> list[str]:
        return [text for begin, stop, text in self.said if begin < end and stop > start]


def test_a_time_is_met_at_its_very_sample() -> None:
    scene, when = Scene(), When(at=1.0051)
    assert scene.at(15_680, when) is None
    assert scene.at(16_000, when) == 16_082


def test_a_time_that_has_passed_is_now() -> None:
    assert Scene().at(32_000, When(at=1.0)) == 32_000


def test_a_second_of_the_clock_is_met_at_its_very_sample() -> None:
    scene, when = Scene(), When(second=7.001, step="press")
    assert scene.at(12 * RATE - BLOCK, when) is None
    assert scene.at(12 * RATE, when) == 12 * RATE + 16


def test_a_second_that_was_held_before_the_pause_is_met_when_the_clock_runs_again() -> None:
    scene = Scene(replace(TIMING, clock=HoldClock(30 * RATE, elapsed=9 * RATE, zero=RATE)))
    assert scene.at(10 * RATE - BLOCK, When(second=7)) is None
    assert scene.at(10 * RATE, When(second=7)) == 10 * RATE


def test_a_standing_clock_has_no_second() -> None:
    paused = replace(TIMING, mode=Mode.PAUSED, clock=HoldClock(30 * RATE, elapsed=9 * RATE))
    assert Scene(paused).at(10 * RATE, When(second=7)) is None


@pytest.mark.parametrize(
    "when",
    [
        When(step="press"),
        When(step=3),
        When(step="3"),
        When(foot=Side.LEFT),
        When(stage=Stage.FOOT),
        When(state="timing"),
        When(state="quiet"),
        When(step=3, foot=Side.LEFT, state="timing", stage=Stage.FOOT),
    ],
)
def test_all_that_is_given_holds_together(when: When) -> None:
    assert Scene().at(0, when) == 0


@pytest.mark.parametrize(
    "when",
    [
        When(step="circles"),
        When(step=4),
        When(foot=Side.RIGHT),
        When(stage=Stage.CHANGEOVER),
        When(state="paused"),
        When(state="speaking"),
        When(question="severe"),
        When(step=3, foot=Side.RIGHT),
    ],
)
def test_one_thing_that_does_not_hold_is_enough(when: When) -> None:
    assert Scene().at(0, when) is None


@pytest.mark.parametrize("name", ["before left", "before", "pain before", "pain"])
def test_a_question_is_met_by_its_id_and_by_its_families(name: str) -> None:
    assert Scene(ASKING).at(0, When(question=name)) == 0


@pytest.mark.parametrize("name", ["before right", "after", "pain after", "severe"])
def test_another_question_is_not_met(name: str) -> None:
    assert Scene(ASKING).at(0, When(question=name)) is None


def test_the_user_lets_a_question_be_said_to_its_end() -> None:
    scene = Scene(replace(ASKING, speaking=True))
    assert scene.at(0, When(question="pain")) is None


def test_over_lets_the_user_answer_into_the_question() -> None:
    scene = Scene(replace(ASKING, speaking=True))
    scene.said = [(0, RATE, "How sore is your left foot now?")]
    assert scene.at(0, When(question="pain", over="left foot")) == 0


def test_asked_waits_for_the_question_to_be_asked_again() -> None:
    scene = Scene(ASKING)
    assert scene.at(0, When(question="pain", asked=2)) is None
    scene.view = replace(ASKING, asked=2)
    assert scene.at(BLOCK, When(question="pain", asked=2)) == BLOCK


def test_over_compares_whole_words_in_any_case() -> None:
    scene = Scene()
    scene.said = [(0, RATE, "Press with one Thumb.")]
    assert scene.at(0, When(over="one thumb")) == 0
    assert scene.at(BLOCK, When(over="one thu")) is None
    assert scene.at(2 * RATE, When(over="one thumb")) is None


def test_after_is_met_in_the_block_that_follows_the_sentence_and_later() -> None:
    scene, when = Scene(), When(after="one thumb")
    scene.said = [(0, BLOCK + 5, "Press with one thumb.")]
    assert scene.at(0, when) is None
    assert scene.at(BLOCK, when) == BLOCK
    assert scene.at(50 * BLOCK, when) == 50 * BLOCK


def test_after_is_not_met_by_a_sentence_that_ended_before_it_was_waited_for() -> None:
    scene, when = Scene(), When(after="one thumb")
    scene.said = [(0, BLOCK, "Press with one thumb.")]
    scene.at(0, when)
    assert scene.at(BLOCK, when, since=2 * BLOCK) is None
