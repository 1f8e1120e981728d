"""The utterances that a recogniser with a grammar is given."""

import pytest

from coach.hearing.engines.vosk_engine import UNKNOWN
from coach.language.intents import TOOLS, Live
from scripts.benchmarks.sayings import PHASES
from tests.language.everyday import HOLD, LANGUAGES


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
