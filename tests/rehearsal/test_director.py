"""The user of a rehearsal does what the script says, when it says so."""

from dataclasses import replace

import numpy as np

from coach.clock import BLOCK, RATE
from coach.rehearsal.director import BREATH, REACTION, Director, Utterance
from coach.rehearsal.moments import Moments
from coach.rehearsal.script import Action, Script, When
from coach.session.view import Mode, View
from tests.rehearsal.test_moments import ASKING, TIMING

WORD = Utterance(np.arange(1, 1001, dtype=np.int16), begin=100, end=900)


class Stage:
    """A room with this user alone in it."""

    def __init__(self, do: list[Action], whenever: list[Action] | None = None, view: View = TIMING) -> None:
        self.view = view
        self.pressed: list[tuple[int, str]] = []
        self.at = 0
        script = Script(format=1, do=do, whenever=whenever or [])
        sounds = {action: WORD for action in (*script.do, *script.whenever) if action.press is None}
        moments = Moments(lambda: self.view, lambda start, end: [])
        self.director = Director(script, sounds, moments, lambda key: self.pressed.append((self.at, key)))

    def hear(self, seconds: float) -> np.ndarray:
        blocks = []
        for _ in range(round(seconds * RATE / BLOCK)):
            blocks.append(self.director.sound(self.at, BLOCK))
            self.at += BLOCK
        return np.concatenate(blocks)


def test_the_user_speaks_at_the_very_sample_and_the_whole_phrase() -> None:
    heard = Stage([Action(When(at=0.5003), say="next")]).hear(1)
    assert np.array_equal(heard[8005:9005], WORD.sound)
    assert not heard[:8005].any()
    assert not heard[9005:].any()


def test_what_was_said_is_timed_by_its_speech() -> None:
    stage = Stage([Action(When(at=0.5), say="next")])
    stage.hear(1)
    assert [(acted.start, acted.end) for acted in stage.director.acted] == [(8100, 8900)]


def test_a_state_is_answered_after_a_persons_reaction() -> None:
    heard = Stage([Action(When(state="timing"), say="next")]).hear(1)
    assert np.flatnonzero(heard)[0] == REACTION


def test_a_delay_takes_the_place_of_the_reaction() -> None:
    heard = Stage([Action(When(state="timing", delay=0.5), say="next")]).hear(1)
    assert np.flatnonzero(heard)[0] == RATE // 2


def test_actions_follow_each_other_in_order_and_take_breath_between() -> None:
    stage = Stage([Action(When(at=0.2), say="next"), Action(When(at=0.1), say="back")])
    stage.hear(1)
    first, second = stage.director.acted
    assert (first.action.say, second.action.say) == ("next", "back")
    assert BREATH <= second.start - 100 - (3200 + 1000) < BREATH + BLOCK


def test_a_key_is_pressed_once_in_its_block() -> None:
    stage = Stage([Action(When(at=0.5), press="space")])
    stage.hear(1)
    assert stage.pressed == [(8000, "space")]


def test_a_rule_acts_once_for_each_state_of_the_session() -> None:
    stage = Stage([], [Action(When(question="pain"), press="4")], ASKING)
    stage.hear(2)
    assert len(stage.pressed) == 1
    stage.view = replace(ASKING, asked=2)
    stage.hear(2)
    stage.view = TIMING
    stage.hear(1)
    stage.view = replace(ASKING, asked=2)
    stage.hear(1)
    assert len(stage.pressed) == 3


def test_an_action_that_is_due_goes_before_a_rule() -> None:
    stage = Stage([Action(When(question="pain"), press="1")], [Action(When(question="pain"), press="2")], ASKING)
    stage.hear(2)
    assert [key for _, key in stage.pressed] == ["1", "2"]


def test_what_never_came_is_left() -> None:
    later = Action(When(state="paused"), say="continue")
    stage = Stage([Action(When(at=0), press="p"), later])
    stage.hear(1)
    assert stage.director.left == [later]


def test_what_could_be_said_is_noted_at_both_ends_of_a_phrase() -> None:
    stage = Stage([Action(When(at=0), say="yes")], view=ASKING)
    stage.hear(0.02)
    stage.view = replace(TIMING, mode=Mode.WAITING, live=replace(TIMING.live, waiting=True))
    stage.hear(1)
    assert stage.director.acted[0].live == {ASKING.live, stage.view.live}
