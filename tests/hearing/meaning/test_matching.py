"""What people say, what engines make of it, and what it means."""

from dataclasses import replace

import pytest

from coach.hearing.engines.recogniser import Candidate, Hypothesis
from coach.hearing.meaning.matching import Matcher
from coach.hearing.tuning import USUAL
from coach.language.intents import PAIN, YES_NO, Intent, Live
from tests.english import ENGLISH

STEP = Live(timed=True)


@pytest.mark.parametrize(
    ("heard", "intent"),
    [
        ("stup", Intent.STOP),
        ("swich", Intent.SWITCH_FOOT),
        ("nex", Intent.NEXT),
        ("paws", Intent.PAUSE),
        ("um, next", Intent.NEXT),
        ("okay pause please", Intent.PAUSE),
        ("next next", Intent.NEXT),
    ],
)
def test_a_close_sound_alike_of_a_command_is_that_command(heard: str, intent: Intent) -> None:
    match = Matcher(ENGLISH.phrasebook, by_sound=True).understand(heard, STEP)
    assert match is not None
    assert match.intent is intent


@pytest.mark.parametrize("heard", ["go", "start", "thank you", "the next train", "first", "step"])
def test_everyday_words_near_a_command_are_not_that_command(heard: str) -> None:
    assert Matcher(ENGLISH.phrasebook, by_sound=True).understand(heard, STEP) is None


def test_a_recogniser_with_a_grammar_is_taken_at_its_word() -> None:
    assert Matcher(ENGLISH.phrasebook, by_sound=False).understand("stup", STEP) is None


def test_answers_are_matched_by_sound_only_while_they_are_asked_for() -> None:
    matcher = Matcher(ENGLISH.phrasebook, by_sound=True)
    asked = matcher.understand("fore", Live(answers=PAIN))
    assert asked is not None
    assert asked.answer == "four"
    assert matcher.understand("yes", STEP) is None
    assert matcher.understand("yes", Live(answers=YES_NO)) is not None


@pytest.mark.parametrize(("heard", "answer"), [("it's a fore", "four"), ("um maybe a fife", "five"), ("it's a", None)])
def test_an_answer_is_matched_by_sound_whatever_people_put_before_it(heard: str, answer: str | None) -> None:
    match = Matcher(ENGLISH.phrasebook, by_sound=True).understand(heard, Live(answers=PAIN))
    assert (match and match.answer) == answer


def test_ending_a_session_takes_more_likeness_than_a_pause() -> None:
    matcher = Matcher(ENGLISH.phrasebook, by_sound=True)
    assert matcher.understand("fin fish", STEP) is None


def test_short_talk_close_to_a_command_is_a_near_miss_and_long_or_far_talk_is_none() -> None:
    matcher = Matcher(ENGLISH.phrasebook, by_sound=True)
    assert matcher.nearly("repair", STEP)
    assert not matcher.nearly("the weather tomorrow will be fine", STEP)
    assert not matcher.nearly("banana", STEP)


def test_nothing_is_a_near_miss_while_no_command_is_live() -> None:
    assert not Matcher(ENGLISH.phrasebook, by_sound=True).nearly("repair", Live(commands=False))


@pytest.mark.parametrize(
    ("heard", "may_grow"),
    [("shop", True), ("stup", False), ("stot", False), ("stop", False), ("outch", False), ("paws", False)],
)
def test_a_sound_alike_waits_only_where_another_phrase_begins_more_like_it(heard: str, may_grow: bool) -> None:
    matcher = Matcher(ENGLISH.phrasebook, by_sound=True)
    match = matcher.understand(heard, STEP)
    assert match is not None
    assert matcher.may_grow(heard, match, STEP) is may_grow


def test_too_waits_for_much_before_it_is_taken_for_the_number() -> None:
    matcher, asked = Matcher(ENGLISH.phrasebook, by_sound=True), Live(answers=PAIN)
    two = matcher.understand("too", asked)
    assert two is not None
    assert two.answer == "two"
    assert matcher.may_grow("too", two, asked)
    assert not matcher.may_grow("two", two, asked)


def hypothesis(text: str, *likely: tuple[str, float, float]) -> Hypothesis:
    return Hypothesis(text, 0, 16000, final=True, likely=tuple(Candidate(*one) for one in likely))


@pytest.mark.parametrize(
    ("likely", "intent"),
    [
        ([("next", -4.0, 2.0)], Intent.NEXT),
        ([("next", -4.0, 2.0), ("next step", -4.5, 2.5)], Intent.NEXT),  # one meaning
        ([("next", -4.0, 2.0), ("back", -5.0, 3.0)], None),  # which of them?
        ([("next", -5.5, 2.0)], None),
        ([("stop", -5.5, 2.0)], Intent.STOP),  # a missed one is worse than a pause for nothing
        ([("ouch", -5.5, 4.4), ("help", -7.5, 5.5)], Intent.HURTS),
        ([("finish", -4.0, 1.0)], None),  # a session is not ended on a guess
        ([("finish", -2.0, 1.0)], Intent.END),
        ([("next", -4.0, 4.4)], None),  # something else is far likelier
        ([("okay", -1.0, 0.0), ("next", -4.0, 2.0)], None),
        ([("yes", -1.0, 0.0)], None),  # not asked
        ([], None),
    ],
)
def test_a_likely_phrase_is_meant_where_nothing_else_is_nearly_as_likely(
    likely: list[tuple[str, float, float]], intent: Intent | None
) -> None:
    match = Matcher(ENGLISH.phrasebook, by_sound=True).likely(hypothesis("exter", *likely), STEP)
    assert (match and match.intent) is intent


def test_a_word_of_everyday_talk_was_meant_however_likely_a_phrase_is() -> None:
    likely = ("stop", -0.5, -0.5)
    matcher = Matcher(ENGLISH.phrasebook, by_sound=True)
    assert matcher.likely(hypothesis("stawp it all", likely), STEP) is None
    assert matcher.likely(hypothesis("stalk", likely), STEP) is None
    assert matcher.likely(hypothesis("stawp", likely), STEP) is not None


ASKED = Live(answers=PAIN)


@pytest.mark.parametrize(
    ("text", "likely", "answer"),
    [
        ("bye", [("five", -5.4, 5.0), ("nine", -9.0, 8.0)], "five"),  # everyday words are nearly never meant then
        ("oh", [("oh", -2.9, 0.0), ("five", -4.2, 2.3)], "five"),  # nor are fillers
        ("t", [("two", -3.2, 3.3), ("three", -3.4, 3.1)], None),  # which of them?
        ("the transmission of it", [("seven", -5.0, 4.0)], None),
        ("down", [("done", -5.6, 6.6)], None),
    ],
)
def test_a_number_that_was_asked_for_is_believed_more_easily(
    text: str, likely: list[tuple[str, float, float]], answer: str | None
) -> None:
    match = Matcher(ENGLISH.phrasebook, by_sound=True).likely(hypothesis(text, *likely), ASKED)
    assert (match and match.answer) == answer


def test_a_number_that_was_not_asked_for_is_none() -> None:
    matcher = Matcher(ENGLISH.phrasebook, by_sound=True)
    assert matcher.likely(hypothesis("bye", ("five", -1.0, 0.0)), STEP) is None


@pytest.mark.parametrize(("heard", "number"), [("mine", "nine"), ("free", "three"), ("den", "ten"), ("fort", "four")])
def test_a_word_of_everyday_talk_is_the_number_that_it_sounds_like_where_one_is_asked_for(
    heard: str, number: str
) -> None:
    matcher = Matcher(ENGLISH.phrasebook, by_sound=True)
    answered = matcher.understand(heard, ASKED)
    assert answered is not None
    assert answered.answer == number
    assert matcher.understand(heard, STEP) is None


@pytest.mark.parametrize("heard", ["sick", "late", "day", "fire"])
def test_a_word_that_is_nearer_to_itself_is_no_number(heard: str) -> None:
    assert Matcher(ENGLISH.phrasebook, by_sound=True).understand(heard, ASKED) is None


@pytest.mark.parametrize(
    ("text", "possible", "live", "may_be"),
    [
        ("bye", "five", ASKED, True),
        ("bye", "pause", ASKED, False),
        ("bye", "five", STEP, False),
        ("skip", "six", ASKED, False),
        ("ouch", "eight", ASKED, False),
    ],
)
def test_a_single_word_may_be_the_number_that_is_asked_for_where_one_is_possible_unless_it_is_a_phrase_or_safety_word(
    text: str, possible: str, live: Live, may_be: bool
) -> None:
    match = ENGLISH.phrasebook.match(text, live)
    assert match is not None
    hypothesis = Hypothesis(text, 0, 16000, final=True, likely=(Candidate(possible, -4.0, 3.0),))
    assert Matcher(ENGLISH.phrasebook, by_sound=True).may_be_number(hypothesis, match, live) is may_be


def test_what_is_no_number_must_sound_more_like_itself_while_a_number_is_asked_for() -> None:
    matcher = Matcher(ENGLISH.phrasebook, by_sound=True)
    assert matcher.understand("scoop", STEP) is not None
    assert matcher.understand("scoop", ASKED) is None
    assert matcher.understand("skip", ASKED) is not None


def test_an_engine_with_a_grammar_is_understood_word_for_word_and_never_by_sound() -> None:
    matcher = Matcher(ENGLISH.phrasebook, by_sound=False)
    match = matcher.understand("pause", STEP)
    assert match is not None
    assert match.intent is Intent.PAUSE
    assert matcher.understand("pawz", STEP) is None


def test_how_alike_a_sound_must_be_is_what_the_tuning_says() -> None:
    usual, strict = Matcher(ENGLISH.phrasebook, by_sound=True), _strict(margin=0.9)
    assert usual.understand("pawz", STEP) is not None
    assert strict.understand("pawz", STEP) is None
    assert usual.nearly("repair", STEP)
    assert not strict.nearly("repair", STEP)


def _strict(margin: float) -> Matcher:
    tuning = replace(USUAL, soundalike=replace(USUAL.soundalike, margin=margin))
    return Matcher(ENGLISH.phrasebook, by_sound=True, tuning=tuning)


@pytest.mark.parametrize("heard", ["ztop", "sdop"])
def test_a_safety_phrase_is_believed_where_any_other_would_have_to_sound_more_alike(heard: str) -> None:
    level = replace(USUAL, matching=replace(USUAL.matching, easier=0.0))
    assert Matcher(ENGLISH.phrasebook, by_sound=True).understand(heard, STEP) is not None
    assert Matcher(ENGLISH.phrasebook, by_sound=True, tuning=level).understand(heard, STEP) is None
