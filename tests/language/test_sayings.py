"""Sayings people use, their meanings, and what a catalogue's templates must hold to."""

from pathlib import Path

import pytest

from coach.errors import LanguageError
from coach.hearing.engines.vosk_engine import UNKNOWN
from coach.language.catalogues import built_in, load_language
from coach.language.intents import (
    AFTER_HURT,
    ANSWERS,
    FEET,
    PAIN,
    SHARP,
    SIDES,
    SKIP,
    TOOLS,
    YES_NO,
    Intent,
    Live,
    Match,
)
from coach.language.reading import read_language
from scripts.benchmarks.sayings import PHASES, Saying, by_text, read

HERE = Path(__file__).parent
LANGUAGES = {code: load_language(code) for code in built_in()}
FILES = {code: read(HERE / f"sayings.{code}.tsv") for code in LANGUAGES}
ENGLISH = built_in()["en"].read_text(encoding="utf-8")
HOLD = Live(timed=True)


def said(text: str, live: Live = HOLD, code: str = "en") -> Match | None:
    book = LANGUAGES[code].phrasebook
    return book.spot_safety(text, live) or book.match(text, live)


def meant(text: str, live: Live = HOLD, code: str = "en") -> Intent | None:
    found = said(text, live, code)
    return found.intent if found else None


def answer(text: str, answers: frozenset[str], **more: object) -> tuple[str, str]:
    found = said(text, Live(answers=answers, **more))  # type: ignore[arg-type]
    return (found.answer, found.also) if found and found.intent is Intent.ANSWER else ("", "")


@pytest.mark.parametrize(
    ("code", "saying"),
    [(code, saying) for code in FILES for saying in FILES[code]],
    ids=lambda part: f"{part.phase}: {part.said}" if isinstance(part, Saying) else part,
)
def test_a_saying_is_understood_in_its_phase_and_talk_is_left_alone(code: str, saying: Saying) -> None:
    found = by_text(LANGUAGES[code], saying)
    assert saying.meaning in (found or ("nothing",))


@pytest.mark.parametrize("code", LANGUAGES)
def test_a_language_has_a_hundred_sayings_of_its_own_in_every_phase(code: str) -> None:
    assert len(FILES[code]) >= 140
    assert {saying.phase for saying in FILES[code]} == set(PHASES)


@pytest.mark.parametrize("code", LANGUAGES)
def test_no_two_templates_give_one_utterance_two_meanings(code: str) -> None:
    assert list(LANGUAGES[code].phrasebook.sayings.clashes()) == []


@pytest.mark.parametrize(
    ("old", "new", "expected"),
    [
        ("waiting = [\n", 'waiting = [\n  "(go|start",\n', 'a ")" for its "("'),
        ("waiting = [\n", 'waiting = [\n  "go ]",\n', 'something before the "]" that it closes'),
        ("waiting = [\n", 'waiting = [\n  "[go] [on]",\n', "a word that is not optional"),
        ("waiting = [\n", 'waiting = [\n  "go <nowhere>",\n', "the name of a rule in place of <nowhere>"),
        ("waiting = [\n", 'waiting = [\n  "Go!",\n', "words as they are compared"),
        ("[sayings.rules]\n", '[sayings.rules]\nround = "a <round>"\n', "not to be made of itself"),
        ('nil = "zero"', 'nil = "naught"', "one of zero, one, two"),
        ("\nwhere = [\n", '\nwhere = [\n  "(say that|where are we) again",\n', '"where" and "repeat"'),
    ],
)
def test_templates_that_do_not_fit_are_refused(tmp_path: Path, old: str, new: str, expected: str) -> None:
    assert ENGLISH.count(old) == 1, old
    path = tmp_path / "en.toml"
    path.write_text(ENGLISH.replace(old, new), encoding="utf-8")
    with pytest.raises(LanguageError) as caught:
        read_language(path)
    message = str(caught.value).replace('"repeat" and "where"', '"where" and "repeat"')
    assert message.startswith(f"{path}, ")
    assert expected in message


# --- safety -----------------------------------------------------------------------------------------------------------


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


@pytest.mark.parametrize("text", ["bottle", "the frozen bottle", "frozen water bottle", "something cold"])
def test_a_tool_that_will_not_do_today_is_understood_so_that_it_can_be_declined(text: str) -> None:
    found = said(text, Live(answers=TOOLS - {"bottle"}, barred=frozenset({"bottle"})))
    assert found is not None
    assert (found.intent, found.answer) == (Intent.CHANGE, "bottle")


@pytest.mark.parametrize(
    ("text", "live", "expected"),
    [
        ("just too much", Live(answers=AFTER_HURT | YES_NO), "no"),
        ("yes please stop", Live(answers=YES_NO, ending=True), "yes"),
        ("no don't stop", Live(answers=YES_NO, ending=True), "no"),
    ],
)
def test_a_question_of_the_safety_lane_takes_its_answer_also_from_its_own_words(
    text: str, live: Live, expected: str
) -> None:
    found = said(text, live)
    assert found is not None
    assert (found.intent, found.answer) == (Intent.ANSWER, expected)


def test_stop_said_to_the_question_whether_to_end_answers_it() -> None:
    assert answer("stop", YES_NO, ending=True) == ("yes", "")
    assert meant("stop", Live(answers=YES_NO)) is Intent.STOP


# --- answers ----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("text", ["none", "nothing", "no pain", "none at all", "zero"])
def test_no_pain_is_zero_and_never_nine(text: str) -> None:
    assert answer(text, PAIN) == ("zero", "")


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("7", ("seven", "")),
        ("7.5", ("eight", "seven")),
        ("6.8", ("seven", "")),
        ("four or five", ("five", "four")),
        ("seven and a half", ("eight", "seven")),
        ("seven no four", ("four", "")),
        ("about a five i think", ("five", "")),
        ("to", ("two", "")),
        ("about a for", ("four", "")),
    ],
)
def test_a_soreness_is_understood_in_words_in_digits_and_by_halves(text: str, expected: tuple[str, str]) -> None:
    assert answer(text, PAIN) == expected


@pytest.mark.parametrize("text", ["to", "for", "ate", "won", "i want to", "it's for you"])
def test_a_homophone_is_a_number_only_alone_and_where_a_number_is_asked_for(text: str) -> None:
    assert said(text) is None
    if len(text.split()) > 1:
        assert said(text, Live(answers=PAIN)) is None


@pytest.mark.parametrize(
    ("text", "answers", "intent"),
    [
        ("eleven", PAIN, Intent.OUT_OF_RANGE),
        ("20", PAIN, Intent.OUT_OF_RANGE),
        ("two or nine", PAIN, Intent.UNSURE),
        ("maybe", YES_NO, Intent.UNSURE),
        ("i don't mind", SIDES, Intent.EITHER),
        ("whatever you like", TOOLS, Intent.EITHER),
        ("maybe", frozenset[str](), None),
        ("eleven", YES_NO, None),
    ],
)
def test_what_decides_nothing_is_understood_where_it_is_asked(
    text: str, answers: frozenset[str], intent: Intent | None
) -> None:
    assert meant(text, Live(answers=answers)) is intent


@pytest.mark.parametrize("text", ["oh", "um", "uh", "er", "ah", "well", "hey", "so", "god", "hell"])
def test_a_word_that_says_nothing_answers_no_question(text: str) -> None:
    assert meant(text, Live(answers=YES_NO)) is not Intent.ANSWER
    assert meant(text, Live(answers=PAIN)) is not Intent.ANSWER


def test_both_feet_may_be_given_their_order() -> None:
    assert answer("both but start with the left", FEET) == ("both", "left")
    assert answer("left then right", SIDES) == ("left", "")


def test_a_sign_is_a_yes_only_to_the_question_that_names_it() -> None:
    assert answer("some swelling", YES_NO, signs=frozenset({"swelling"})) == ("yes", "")
    assert answer("some swelling", YES_NO) == ("", "")


@pytest.mark.parametrize(
    ("text", "corrected"),
    [("no wait i meant left", "left"), ("make that a six", "six"), ("i said no", "no"), ("no right", "right")],
)
def test_the_answer_before_may_be_corrected(text: str, corrected: str) -> None:
    found = said(text, Live(answers=YES_NO, before=frozenset(ANSWERS)))
    assert found is not None
    assert (found.intent, found.answer) == (Intent.CORRECT, corrected)


@pytest.mark.parametrize("text", ["no i don't", "no not really", "no i haven't", "no none of those", "no"])
def test_a_no_of_several_words_answers_the_open_question_and_corrects_none_before(text: str) -> None:
    found = said(text, Live(answers=YES_NO, before=YES_NO))
    assert found is not None
    assert (found.intent, found.answer) == (Intent.ANSWER, "no")


def test_the_answer_before_may_be_rejected_without_another() -> None:
    assert meant("no that's wrong", Live(answers=YES_NO, before=YES_NO)) is Intent.BACK


# --- what goes on at any time -----------------------------------------------------------------------------------------


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


def test_a_tool_that_is_asked_for_is_an_answer_however_it_is_put() -> None:
    assert answer("i'll use the roller", TOOLS) == ("roller", "")


@pytest.mark.parametrize("text", ["more", "time", "here", "start", "drop"])
def test_a_word_of_any_talk_is_no_command_alone(text: str) -> None:
    assert said(text) is None


def test_what_was_said_is_told_as_it_was_said() -> None:
    found = said("um, could you say that again please")
    assert found is not None
    assert found.phrase == "could you say that again"


@pytest.mark.parametrize("code", LANGUAGES)
def test_a_grammar_stays_small_and_holds_only_what_may_be_joined(code: str) -> None:
    sayings = LANGUAGES[code].phrasebook.sayings
    for live in PHASES.values():
        grammar = sayings.grammar(live)
        assert 200 < len(grammar) < 3000
        assert not any("<" in text or UNKNOWN in text or not text.strip() for text in grammar)


def test_a_grammar_holds_an_answer_only_while_it_is_asked_for() -> None:
    sayings = LANGUAGES["en"].phrasebook.sayings
    assert sayings.grammar(Live(answers=TOOLS)) - sayings.grammar(HOLD)
    assert sayings.grammar(HOLD) is sayings.grammar(Live(waiting=True))


SCRAPS = (
    "oh, you know, you know what i mean, and then, like that, just like this, it was, when did, "
    "after that, the time, the next, the end, the right, the left, the other, what time, how much, "
    "much more, oh no, i'm sorry, i mean, there, come back, what is it, who is it, let's go, do this, "
    "a bit, that's fine, i don't know, that's all, all right, right here, over there, should i, no one"
).split(", ")


def test_scraps_that_a_recogniser_makes_of_noise_mean_nothing_mid_step() -> None:
    assert {text: meant(text) for text in SCRAPS} == dict.fromkeys(SCRAPS)


def test_a_scrap_of_talk_is_no_yes_and_no_foot() -> None:
    scraps = ("it was", "i'm sorry", "the right", "he's right", "and then", "like that", "when did", "no one told me")
    assert [answer(text, YES_NO)[0] for text in scraps] == [""] * len(scraps)
    assert [answer(text, FEET)[0] for text in ("all right", "that's right", "that's all", "right now")] == [""] * 4


def test_what_is_no_answer_in_one_sense_stays_one_beside_it_and_where_it_is_asked_for() -> None:
    assert answer("yes right now", YES_NO) == ("yes", "")
    assert answer("the right", FEET) == ("right", "")
    assert meant("it hurts right now", Live(answers=FEET)) is Intent.HURTS
    assert meant("let's go", Live(waiting=True)) is Intent.READY


def test_okay_does_not_make_a_pain_sharp() -> None:
    live = Live(answers=AFTER_HURT | YES_NO, timed=True)
    assert {meant(text, live) for text in ("okay", "fine", "it's okay")} == {Intent.UNSURE}
    assert said("yes", live) == Match(Intent.ANSWER, "yes", "yes")


def test_what_is_nearly_done_waits_while_the_coach_waits() -> None:
    assert {meant(text, Live(waiting=True)) for text in ("almost there", "not quite", "nearly")} == {Intent.PAUSE}
