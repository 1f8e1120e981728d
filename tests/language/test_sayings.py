"""Sayings people use, their meanings, and what a catalogue's templates must hold to."""

from pathlib import Path

import pytest

from coach.errors import LanguageError
from coach.language.catalogues import built_in
from coach.language.intents import TOOLS, Intent, Live
from coach.language.reading import read_language
from scripts.benchmarks.sayings import PHASES, Saying, by_text, read
from tests.language.everyday import LANGUAGES, said

HERE = Path(__file__).parent
FILES = {code: read(HERE / f"sayings.{code}.tsv") for code in LANGUAGES}
ENGLISH = built_in()["en"].read_text(encoding="utf-8")


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


@pytest.mark.parametrize("text", ["bottle", "the frozen bottle", "frozen water bottle", "something cold"])
def test_a_tool_that_will_not_do_today_is_understood_so_that_it_can_be_declined(text: str) -> None:
    found = said(text, Live(answers=TOOLS - {"bottle"}, barred=frozenset({"bottle"})))
    assert found is not None
    assert (found.intent, found.answer) == (Intent.CHANGE, "bottle")


def test_what_was_said_is_told_as_it_was_said() -> None:
    found = said("um, could you say that again please")
    assert found is not None
    assert found.phrase == "could you say that again"
