"""What people say unasked, in everyday words; and scraps of talk."""

import pytest

from coach.language.intents import SKIP, Intent, Live
from tests.language.everyday import meant, said


@pytest.mark.parametrize(
    ("text", "intent", "topic", "changed"),
    [
        ("why are we doing this", Intent.ASK, "why", ""),
        ("can you hear me", Intent.ASK, "can you hear me", ""),
        ("let me use the ball", Intent.CHANGE, "", "ball"),
        ("count in fives", Intent.FEWER_COUNTS, "fives", ""),
        ("let's skip this one", Intent.NEXT, SKIP, ""),
        ("where are we", Intent.WHERE, "", ""),
    ],
)
def test_questions_and_changes_tell_what_they_are_about(text: str, intent: Intent, topic: str, changed: str) -> None:
    found = said(text)
    assert found is not None
    assert (found.intent, found.topic, found.answer) == (intent, topic, changed)


@pytest.mark.parametrize("text", ["more", "time", "here", "start", "drop"])
def test_a_word_of_any_talk_is_no_command_alone(text: str) -> None:
    assert said(text) is None


SCRAPS = (
    "oh, you know, you know what i mean, and then, like that, just like this, it was, when did, "
    "after that, the time, the next, the end, the right, the left, the other, what time, how much, "
    "much more, oh no, i'm sorry, i mean, there, come back, what is it, who is it, let's go, do this, "
    "a bit, that's fine, i don't know, that's all, all right, right here, over there, should i, no one"
).split(", ")


def test_scraps_that_a_recogniser_makes_of_noise_mean_nothing_mid_step() -> None:
    assert {text: meant(text) for text in SCRAPS} == dict.fromkeys(SCRAPS)


def test_what_is_nearly_done_waits_while_the_coach_waits() -> None:
    assert {meant(text, Live(waiting=True)) for text in ("almost there", "not quite", "nearly")} == {Intent.PAUSE}
