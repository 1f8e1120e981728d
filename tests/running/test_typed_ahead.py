"""Asserts coach.running.typed_ahead: which lines wait for their question, and for how long."""

from coach.clock import samples
from coach.running.typed_ahead import LINES_WAIT, Key, TypedAhead


def line(text: str, *, patient: bool = True) -> Key:
    return Key(text, 0, lambda _: None, patient)


def waiting(*texts: str, since: int = 0) -> TypedAhead:
    ahead = TypedAhead()
    waits = [ahead.waits(line(text), True, since + n) for n, text in enumerate(texts)]
    assert all(waits)
    return ahead


def test_a_line_waits_only_while_a_question_is_on_its_way() -> None:
    assert TypedAhead().waits(line("no"), True, 0)
    assert not TypedAhead().waits(line("no"), False, 0)


def test_a_single_key_never_waits() -> None:
    assert not waiting("no").waits(line("p", patient=False), True, 0)


def test_a_line_waits_behind_those_typed_before_it() -> None:
    ahead = waiting("no")
    assert ahead.waits(line("yes"), False, 1)
    due = [ahead.due(False, now) for now in (5, 6, 7)]
    assert [(key.key, key.at) if key else None for key in due] == [("no", 5), ("yes", 6), None]


def test_a_question_that_never_sounds_is_waited_for_so_long_and_no_longer() -> None:
    since = samples(3.0)
    ahead = waiting("no", "yes", since=since)
    assert ahead.due(True, since + LINES_WAIT) is None
    first = ahead.due(True, since + LINES_WAIT + 1)
    assert first is not None
    assert first.key == "no"
    assert ahead.due(True, since + LINES_WAIT + 2) is None, "the next one waits as long again"
