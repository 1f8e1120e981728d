"""Asserts coach.language.templates: templates as one graph, followed word by word."""

import pytest

from coach.language.templates import Machine, examples
from coach.language.templating import TemplateError, Templates

READ = Templates({"that": "(that|it)"}).read


def machine(**templates: str) -> Machine[str]:
    return Machine([(READ(text), meaning) for meaning, text in templates.items()], {"four": 4, "five": 5})


def found(text: str, start: int = 0, **templates: str) -> list[tuple[int, str]]:
    return [(one.end, one.meaning) for one in machine(**templates).found(text.split(), start)]


@pytest.mark.parametrize(
    ("said", "whole"),
    [
        ("say that again", True),
        ("please say it again", True),
        ("say that once more", True),
        ("say again", False),
        ("please that again", False),
    ],
)
def test_optional_words_alternatives_and_rules_are_followed(said: str, whole: bool) -> None:
    ends = found(said, repeat="[please] say <that> (again|once more)")
    assert ((len(said.split()), "repeat") in ends) is whole


def test_every_template_that_begins_at_a_word_is_found_shorter_ones_first() -> None:
    assert found("oh go back now", 1, go="go", back="go back [now]") == [(2, "go"), (3, "back"), (4, "back")]


def test_numbers_are_told_in_the_order_they_were_said() -> None:
    (pair,) = machine(pair="<number> or <number>").found("five or four".split())
    assert pair.numbers == (5, 4)


def test_what_an_utterance_may_become_is_known() -> None:
    both = machine(go="go on", back="go back")
    assert both.possible(["go"]) == {"go", "back"}
    assert both.possible(["go", "on"]) == frozenset()
    assert both.possible(["stay"]) == frozenset()


def test_an_utterance_of_two_meanings_is_named() -> None:
    clashes = machine(one="say [that] again", two="(say|tell) again").two_meanings()
    assert list(clashes) == [("say again", frozenset({"one", "two"}))]
    assert not list(machine(one="say that", two="say it").two_meanings())


def test_a_number_clashes_with_the_word_for_it() -> None:
    assert list(machine(one="<number> left", two="four left").two_meanings()) == [
        ("four left", frozenset({"one", "two"}))
    ]


def test_a_template_that_may_be_empty_is_refused() -> None:
    with pytest.raises(ValueError, match="nothing"):
        machine(nothing="[please] [now]")


def test_a_few_examples_hold_every_word() -> None:
    node = READ("[please] (say|tell) <that> (again|once more)")
    words = {word for text in examples(node) for word in text.split()}
    assert words == {"please", "say", "tell", "that", "it", "again", "once", "more"}
    assert len(examples(node)) == 2


@pytest.mark.parametrize("text", ["(one", "one)", "[one", "one]", "<other>", "ONE", "one, two"])
def test_what_is_no_template_is_refused(text: str) -> None:
    with pytest.raises(TemplateError):
        READ(text)
