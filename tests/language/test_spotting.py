"""Safety phrases in everyday words: at any time, denied, and sharp."""

import pytest

from coach.language.intents import PAIN, SHARP, YES_NO, Intent, Live
from tests.language.everyday import HOLD, meant, said


@pytest.mark.parametrize(
    "text",
    [
        "this hurts",
        "my heel hurts",
        "it's hurting",
        "ow",
        "ouch",
        "it burns",
        "painful",
        "a cramp",
        "sharp",
        "too hard",
        "hurt",
        "hertz",
        "two strong",
        "to hard",
    ],
)
@pytest.mark.parametrize(
    "live", [HOLD, Live(answers=PAIN), Live(answers=YES_NO), Live(waiting=True), Live(paused=True)]
)
def test_pain_is_told_in_everyday_words_at_any_time(text: str, live: Live) -> None:
    assert meant(text, live) is Intent.HURTS


@pytest.mark.parametrize(
    "text", ["stop", "enough", "no more", "halt", "that's enough", "i feel dizzy", "please stop it"]
)
@pytest.mark.parametrize("live", [HOLD, Live(answers=PAIN), Live(waiting=True), Live(paused=True)])
def test_stop_is_told_in_everyday_words_at_any_time(text: str, live: Live) -> None:
    assert meant(text, live) is Intent.STOP


@pytest.mark.parametrize(
    "text",
    ["it doesn't hurt", "that didn't hurt", "not painful", "non-stop", "don't stop", "it never hurts", "not too much"],
)
def test_a_safety_word_that_is_denied_is_none(text: str) -> None:
    assert meant(text) is None


@pytest.mark.parametrize(
    ("text", "topic"),
    [
        ("sharp pain", SHARP),
        ("it's stabbing", SHARP),
        ("ow that burns", SHARP),
        ("a shooting pain", SHARP),
        ("it hurts", ""),
        ("it hurts but it's not sharp", ""),
    ],
)
def test_words_of_pain_may_say_already_that_it_is_sharp(text: str, topic: str) -> None:
    found = said(text)
    assert found is not None
    assert (found.intent, found.topic) == (Intent.HURTS, topic)
