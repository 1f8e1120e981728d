"""Asserts coach.language.reading: a catalogue is whole and fits, or is refused with file, line and field."""

import tomllib
from collections.abc import Callable
from pathlib import Path

import pytest

from coach.errors import LanguageError
from coach.language.catalogues import built_in
from coach.language.reading import read_language
from coach.screen.foot import Movement
from coach.session.hold import CountStyle
from coach.session.view import Mode
from tests.messages import without_column

ENGLISH = built_in()["en"].read_text(encoding="utf-8")

Refused = Callable[[str], str]


@pytest.fixture
def refused(tmp_path: Path) -> Refused:
    def why(text: str) -> str:
        path = tmp_path / "xx.toml"
        path.write_text(text, encoding="utf-8")
        with pytest.raises(LanguageError) as caught:
            read_language(path)
        message = without_column(str(caught.value))
        assert message.startswith(str(path))
        assert message.endswith(".")
        assert "\n" not in message
        return message.removeprefix(f"{path}, ")

    return why


def changed(old: str, new: str) -> str:
    """The English catalogue with one line in another shape."""
    assert ENGLISH.count(old) == 1, old
    return ENGLISH.replace(old, new)


def without(key: str) -> str:
    """The English catalogue without the line that begins with `key`."""
    lines = ENGLISH.splitlines(keepends=True)
    kept = [line for line in lines if not line.startswith(f"{key} = ")]
    assert len(kept) == len(lines) - 1, key
    return "".join(kept)


@pytest.mark.parametrize("code", built_in())
def test_every_language_that_ships_is_whole(code: str) -> None:
    language = read_language(built_in()[code])
    assert language.code == code
    assert language.wording.welcome


def test_english_is_checked_by_people_and_german_by_machine_only() -> None:
    assert read_language(built_in()["en"]).about == "English"
    assert read_language(built_in()["de"]).about == "German, machine-checked only"


def test_no_sentence_and_no_label_may_be_missing(refused: Refused) -> None:
    tables = tomllib.loads(ENGLISH)
    names = [name for part in ("sentences", "screen") for name, text in tables[part].items() if isinstance(text, str)]
    lines = [name for name in names if ENGLISH.count(f"\n{name} = ") == 1]
    assert len(lines) > 60
    for name in lines:
        assert f"{name}: found nothing" in refused(without(name))


@pytest.mark.parametrize(
    ("key", "field"),
    [
        ("goes_on", "sentences, goes_on: found nothing, expected a text of 1 to 300 printable characters; add goes_on"),
        ('ask."before left"', "sentences, ask, before left: found nothing"),
        ("rate.slower", "sentences, rate, slower: found nothing"),
        ("hello", "screen, hello: found nothing"),
        ("joined", "numbers, joined: found nothing, expected a text of 1 to 300 printable characters with {hundreds}"),
        ("usual_model", "line 1, usual_model: found nothing"),
    ],
)
def test_what_is_missing_is_named(refused: Refused, key: str, field: str) -> None:
    assert field in refused(without(key))


def test_an_unknown_sentence_is_refused_with_the_nearest_one(refused: Refused) -> None:
    message = refused(changed("goes_on = ", "goes_in = "))
    assert "goes_on" in message
    assert "goes_in" in refused(changed("goes_on = ", 'goes_in = "Then."\ngoes_on = '))


@pytest.mark.parametrize(
    ("old", "new", "expected"),
    [
        ('seconds_remain = "{number} left"', 'seconds_remain = "some left"', "the text with {number}"),
        ('seconds_remain = "{number} left"', 'seconds_remain = "{count} left"', "the text with {number}"),
        ('seconds_remain = "{number} left"', 'seconds_remain = "{number} {more} left"', "the text with {number}"),
        ('seconds_remain = "{number} left"', 'seconds_remain = "{number:5} left"', "check its braces"),
        ('seconds_remain = "{number} left"', 'seconds_remain = "{number} { left"', "check its braces"),
        ('seconds_remain = "{number} left"', 'seconds_remain = "{number[0]} left"', "check its braces"),
        ('seconds_remain = "{number} left"', 'seconds_remain = "{number} {{left}}"', "check its braces"),
        ("remind = \"I'm", 'remind = "{who} am', "a text without braces"),
        (
            'where.left = "Left foot, {step}, number {part} of {parts}."',
            'where.left = "Left foot, {step}, number {part}."',
            "the text with {part} and {parts} and {step}",
        ),
        ('more = "{more} more', 'more = "{n} more', "the text with {more}"),
        ('"{number} out of ten"', '"{value} out of ten"', "the text with {number}"),
    ],
)
def test_a_placeholder_that_does_not_fit_is_refused(refused: Refused, old: str, new: str, expected: str) -> None:
    assert expected.replace(" and {parts}", ", {parts}") in refused(changed(old, new))


@pytest.mark.parametrize(
    ("old", "new", "expected"),
    [
        ('hello = "HELLO"', 'hello = "GRÜẞ GOTT"', "drawn large"),
        ('this_step = "this step"', 'this_step = "the present step"', "1 to 10"),
        ('slower = ["slower"]', 'slower = ["Slower"]', 'it as it is compared, "slower"'),
        ('slower = ["slower"]', 'slower = ["faster"]', 'not said for "slower" as well'),
        ('slower = ["slower"]', 'slower = ["please pause"]', "understood without its fillers"),
        ('slower = ["slower"]', "slower = []", "a list of 1 to 200 texts"),
        ('no = ["no", "nope"]', 'no = ["no", "yeah"]', "as well"),
        ('repeat = ["r"]', 'repeat = ["b"]', "as well"),
        ('repeat = ["r"]', 'repeat = ["R"]', "a lower-case character"),
        ('repeat = ["r"]', 'repeat = ["tab"]', "a lower-case character"),
        ('yes = "y"', 'yes = "n"', "as well"),
        ('yes = "y"', 'yes = "s"', "safety lane"),
        ('  "ten", "eleven",', '  "eleven",', "a list of 100 texts"),
        ('code = "en"', 'code = "English"', "lower-case letters"),
        ('checked_by = "people"', 'checked_by = "nobody"', '"machine", "people"'),
        ("count_rate = 220", "count_rate = 2200", "80 to 300"),
        ("remind = \"I'm", 'remind = "\\u0007I am', "printable characters"),
        ('remind = "I\'m still here. Take your time."', 'remind = "…"', "at least one letter"),
        (
            'goes_on = "Good, on with the massage."',
            'goes_on = "Then we never stop."',
            'without the safety phrase "stop"',
        ),
        ("Say stop, or that hurts,", "Say that hurts,", 'sentences, welcome: found none of the phrases of "stop"'),
        ("format = 1", "format = 2", "the only format this coach knows"),
    ],
)
def test_what_does_not_fit_is_refused(refused: Refused, old: str, new: str, expected: str) -> None:
    assert expected in refused(changed(old, new))


def test_the_tables_have_a_text_for_all_there_is() -> None:
    language = read_language(built_in()["en"])
    assert set(language.wording.counts) == {style.value for style in CountStyle}
    assert set(language.labels.doing) == {mode.value for mode in Mode}
    assert set(language.labels.movements) == {movement.value for movement in Movement if movement.value}
