"""Asserts coach.language.phrasebook: the phrase table, as sentences people say and what they mean."""

import pytest

from coach.language.catalogues import built_in, load_language
from coach.language.checks import ASKED_TOGETHER
from coach.language.intents import FEET, PAIN, SAFETY, TOOLS, YES_NO, Intent, Live, fold
from coach.language.language import Language
from tests.english import ANSWERS, COMMANDS, PHRASES, VOCABULARY, match, may_grow, near_miss, phrases, spot_safety

LIVE = Live()
DEAF = Live(commands=False)


def meant(text: str, live: Live = LIVE) -> Intent | None:
    found = match(text, live)
    return found.intent if found else None


def answered(text: str, answers: frozenset[str]) -> str:
    found = match(text, Live(answers=answers))
    return found.answer if found else ""


@pytest.mark.parametrize(("phrase", "intent"), [(phrase, intent) for intent in COMMANDS for phrase in COMMANDS[intent]])
def test_every_phrase_of_the_table_means_its_intent(phrase: str, intent: Intent) -> None:
    assert meant(phrase) is intent
    assert meant(f"Um, {phrase.upper()}, please!") is intent
    assert meant(f"{phrase} {phrase}") is intent


@pytest.mark.parametrize(
    ("said", "intent"),
    [
        ("okay next step please", Intent.NEXT),
        ("I\N{RIGHT SINGLE QUOTATION MARK}m done", Intent.NEXT),
        ("next next next", Intent.NEXT),
        ("switch switch foot", Intent.SWITCH_FOOT),
        ("well, what was that?", Intent.REPEAT),
        ("okay ready", Intent.READY),
        ("so how much longer", Intent.TIME_LEFT),
    ],
)
def test_fillers_and_doubled_words_are_taken_off(said: str, intent: Intent) -> None:
    assert meant(said) is intent


@pytest.mark.parametrize(
    "said",
    [
        "what comes next in the news",
        "the next step is hard",
        "go back home",
        "we should wait for her",
        "she never stops",
        "my other foot is fine",
        "yes",
        "four",
        "left",
        "[unk]",
        "[unk] next",
        "",
        "um",
    ],
)
def test_a_word_inside_a_sentence_or_a_stray_answer_is_no_command(said: str) -> None:
    assert meant(said) is None


def test_ready_resumes_what_is_paused() -> None:
    assert meant("i'm ready", Live(paused=True)) is Intent.RESUME
    assert meant("ready", Live(waiting=True)) is Intent.READY


def test_nothing_is_understood_while_the_safety_words_are_taught() -> None:
    assert meant("next", DEAF) is None
    assert spot_safety("stop", DEAF) is None
    assert phrases(DEAF) == frozenset()


# --- safety -----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("said", "phrase"),
    [
        ("oh stop please", "stop"),
        ("[unk] stop [unk]", "stop"),
        ("ow that hurts a lot", "that hurts"),
        ("it hurts stop", "it hurts"),
        ("please stop now", "stop now"),
        ("that is too much for me", "too much"),
        ("ouch", "ouch"),
    ],
)
def test_safety_phrases_are_spotted_anywhere(said: str, phrase: str) -> None:
    found = spot_safety(said, LIVE)
    assert found is not None
    assert found.phrase == phrase
    assert found.intent in SAFETY


@pytest.mark.parametrize("said", ["stopping", "nonstop", "a pouch", "the pain is sharp", "next"])
def test_safety_phrases_are_whole_words(said: str) -> None:
    assert spot_safety(said, LIVE) is None


# --- answers ----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("said", "answers", "answer"),
    [
        ("yeah", YES_NO, "yes"),
        ("no no", YES_NO, "no"),
        ("um, nope", YES_NO, "no"),
        ("a four", PAIN, "four"),
        ("it's a four", PAIN, "four"),
        ("about seven", PAIN, "seven"),
        ("five out of ten", PAIN, "five"),
        ("a six out of ten", PAIN, "six"),
        ("ten of ten", PAIN, "ten"),
        ("skip", PAIN, "skip"),
        ("the left foot", FEET, "left"),
        ("left left", FEET, "left"),
        ("both feet please", FEET, "both"),
        ("with my hands only", TOOLS, "hands only"),
        ("the frozen bottle", TOOLS, "bottle"),
    ],
)
def test_an_answer_is_understood_while_it_is_asked_for(said: str, answers: frozenset[str], answer: str) -> None:
    assert answered(said, answers) == answer


@pytest.mark.parametrize(("said", "answers"), [("eleven", PAIN), ("four", YES_NO), ("yes", PAIN), ("ball", FEET)])
def test_what_was_not_asked_for_is_no_answer(said: str, answers: frozenset[str]) -> None:
    assert answered(said, answers) == ""


def test_an_answer_goes_before_the_command_of_the_same_words() -> None:
    assert answered("skip", PAIN) == "skip"
    assert meant("skip") is Intent.NEXT


def test_commands_stay_live_while_a_question_is_open() -> None:
    assert meant("repeat", Live(answers=YES_NO)) is Intent.REPEAT


# --- what may be heard ------------------------------------------------------------------------------------------------


def test_answers_are_listened_for_only_while_asked_for() -> None:
    assert "nope" not in phrases(LIVE)
    assert phrases(Live(answers=YES_NO)) - phrases(LIVE) == {"yes", "yeah", "no", "nope"}


def test_a_phrase_that_may_become_a_longer_one_is_waited_for() -> None:
    assert may_grow("switch", LIVE)
    assert may_grow("next", LIVE)
    assert not may_grow("switch foot", LIVE)
    assert not may_grow("faster", LIVE)


@pytest.mark.parametrize("text", ["i don't", "i can't", "not really"])
def test_an_answer_that_may_become_undecided_is_waited_for(text: str) -> None:
    assert match(text, Live(answers=YES_NO)) is not None
    assert may_grow(text, Live(answers=YES_NO))
    assert not may_grow("no i don't", Live(answers=YES_NO))


def test_a_number_that_is_asked_for_is_not_waited_on() -> None:
    assert may_grow("ten", LIVE)
    assert not may_grow("ten", Live(answers=PAIN))


@pytest.mark.parametrize(
    ("text", "near"), [("pores", True), ("okay nex stepp", True), ("a b c d", False), ("[unk]", False), ("", False)]
)
def test_a_near_miss_is_one_to_three_known_words(text: str, near: bool) -> None:
    assert near_miss(text) is near


def test_every_word_of_every_phrase_is_in_the_vocabulary() -> None:
    assert {word for phrase in PHRASES for word in phrase.split()} <= VOCABULARY


def test_no_phrase_means_two_commands() -> None:
    every = [phrase for said in COMMANDS.values() for phrase in said]
    assert len(every) == len(set(every))


def test_every_phrase_is_written_as_it_is_compared() -> None:
    assert all(fold(phrase) == phrase for phrase in PHRASES)


def test_each_answer_is_among_its_own_phrases() -> None:
    assert all(answer in said for answer, said in ANSWERS.items())


# --- every language ---------------------------------------------------------------------------------------------------

LANGUAGES = {code: load_language(code) for code in built_in()}


@pytest.mark.parametrize("language", LANGUAGES.values(), ids=LANGUAGES)
def test_every_phrase_of_every_language_means_its_intent(language: Language) -> None:
    book = language.phrasebook
    filler = min(book.heard_fillers)
    for intent, said in book.commands.items():
        for phrase in said:
            for uttered in (phrase, f"{filler}, {phrase.capitalize()}!", f"{phrase} {phrase}"):
                found = book.match(uttered, LIVE)
                assert (found and found.intent) is intent, uttered


@pytest.mark.parametrize("language", LANGUAGES.values(), ids=LANGUAGES)
@pytest.mark.parametrize("answers", ASKED_TOGETHER, ids=lambda answers: " ".join(sorted(answers)))
def test_every_phrase_of_an_answer_gives_it(language: Language, answers: frozenset[str]) -> None:
    for answer in answers:
        for phrase in language.phrasebook.answers[answer]:
            found = language.phrasebook.match(phrase, Live(answers=answers))
            assert (found and found.answer) == answer, phrase


@pytest.mark.parametrize("language", LANGUAGES.values(), ids=LANGUAGES)
def test_no_decoy_is_a_phrase(language: Language) -> None:
    book = language.phrasebook
    assert not set(book.decoys) & book.all_phrases


@pytest.mark.parametrize(
    ("said", "live", "intent"),
    [
        ("Weiter!", Live(waiting=True), Intent.READY),
        ("weiter", Live(paused=True), Intent.RESUME),
        ("okay, nächster Schritt bitte", LIVE, Intent.NEXT),
        ("ähm, Fuß wechseln", LIVE, Intent.SWITCH_FOOT),
        ("wie lange noch", LIVE, Intent.TIME_LEFT),
        ("noch einmal bitte", LIVE, Intent.REPEAT),
    ],
)
def test_german_as_people_say_it(said: str, live: Live, intent: Intent) -> None:
    found = LANGUAGES["de"].phrasebook.match(said, live)
    assert (found and found.intent) is intent


@pytest.mark.parametrize(
    ("said", "phrase"),
    [
        ("oh stopp bitte", "stopp"),
        ("du das tut weh du", "das tut weh"),
        ("au das tut weh", "au"),
        ("das ist mir zu viel", "zu viel"),
    ],
)
def test_german_safety_phrases_are_spotted_anywhere(said: str, phrase: str) -> None:
    found = LANGUAGES["de"].phrasebook.spot_safety(said, LIVE)
    assert (found and found.phrase) == phrase


@pytest.mark.parametrize(
    ("said", "answers", "answer"),
    [
        ("so etwa eine vier von zehn", PAIN, "four"),
        ("ich würde sagen sieben", PAIN, "seven"),
        ("den linken Fuß", FEET, "left"),
        ("nur die Hände", TOOLS, "hands only"),
        ("ja bitte", YES_NO, "yes"),
    ],
)
def test_german_answers(said: str, answers: frozenset[str], answer: str) -> None:
    found = LANGUAGES["de"].phrasebook.match(said, Live(answers=answers))
    assert (found and found.answer) == answer
