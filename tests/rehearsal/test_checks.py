"""What cannot come in the routine is refused before anything is played."""

from dataclasses import replace

import pytest

from coach.errors import ScriptError
from coach.rehearsal.checks import check
from coach.routines.library import built_in
from coach.routines.reader import read_routine
from coach.routines.routine import Routine, Side
from tests.english import ENGLISH
from tests.messages import without_column
from tests.rehearsal.conftest import Written

SAYS = "[[do]]\nsay = 'next'\nwhen = "


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("[[do]]\nwhen = { at = 1 }", ["line 2, do, item 1: found none of them", "exactly one of say, wav and press"]),
        ("[[do]]\nsay = 'a'\npress = 'n'\nwhen = { at = 1 }", ["do, item 1: found say and press"]),
        ("[[do]]\nsay = '...'\nwhen = { at = 1 }", ['do, item 1, say: found "..."', "at least one letter"]),
        ('[[do]]\nsay = "a\\u0000b"\nwhen = { at = 1 }', ["do, item 1, say", "printable characters only"]),
        ("[[do]]\npress = 'n'\npitch = 3\nwhen = { at = 1 }", ["line 4, do, item 1, pitch: found pitch beside press"]),
        ("[[do]]\nsay = 'a'\nsaid = 'b'\nwhen = { at = 1 }", ["do, item 1, said: found said beside say"]),
        ("[[do]]\npress = 'zz'\nwhen = { at = 1 }", ['do, item 1, press: found "zz"', '"space"']),
        ("[[do]]\nsay = 'a'\nexpect = 'nxt'\nwhen = { at = 1 }", ['do, item 1, expect: found "nxt"', 'write "next"']),
        ("[[do]]\nsay = 'a'\nwhen = {}", ["do, item 1, when: found no moment"]),
        ("[[do]]\nsay = 'a'\nwhen = { delay = 3 }", ["do, item 1, when: found no moment"]),
        ("minutes = 2\n" + SAYS + "{ at = 120 }", ["when, at: found 120", "less than the 120 s"]),
        (SAYS + "{ question = 'sever' }", ['line 4, do, item 1, when, question: found "sever"', 'write "severe"']),
        (SAYS + "{ question = 'tool' }", ['question: found "tool"', "a question that the routine comes to"]),
        (SAYS + "{ question = 'same' }", ['question: found "same"', "coach.remembered"]),
        (SAYS + "{ question = 'severe', state = 'timing' }", ['state: found "timing"']),
        (SAYS + "{ question = 'severe', step = 'press' }", ["step: found a step beside", "before or after"]),
        (SAYS + "{ asked = 2 }", ["asked: found asked without question"]),
        (SAYS + "{ step = 'pres' }", ['step: found "pres"', '"chair", "press"', 'write "press"']),
        (SAYS + "{ step = 4 }", ["step: found 4", "a number from 1 to 3"]),
        (SAYS + "{ step = 'chair', second = 3 }", ['step: found "chair"', "a guide has no clock"]),
        (SAYS + "{ step = 'chair', stage = 'foot' }", ['stage: found "foot"', '"preparation"']),
        (SAYS + "{ step = 'press', state = 'waiting' }", ['step: found "press"', "a timed step does not wait"]),
        (SAYS + "{ step = 1, second = 10 }", ["second: found 10", "less than the step's 10 seconds"]),
        (SAYS + "{ second = 11 }", ["second: found 11", "less than 10, the longest step's seconds"]),
        (SAYS + "{ second = 3, state = 'paused' }", ['state: found "paused"']),
        (SAYS + "{ over = '?' }", ['over: found "?"']),
        (
            "[[whenever]]\nsay = 'no'\nwhen = { question = 'weigth' }",
            ["whenever, item 1, when, question", 'write "weight"'],
        ),
    ],
)
def test_what_can_never_come_is_named_with_its_line(
    written: Written, short_routine: Routine, text: str, says: list[str]
) -> None:
    read = written(text)
    with pytest.raises(ScriptError) as refused:
        check(read, short_routine, ENGLISH)
    message = without_column(str(refused.value))
    assert all(words in message for words in ["script.toml", *says]), message
    assert "\n" not in message
    assert message.endswith(".")


@pytest.mark.parametrize(
    "text",
    [
        SAYS + "{ step = '3', state = 'waiting' }",
        SAYS + "{ question = 'pain before' }",
        SAYS + "{ question = 'hurt', step = 'press' }",
        SAYS + "{ question = 'gate', step = 'circles' }",
        "[[do]]\npress = 'space'\nwhen = { at = 1 }",
        "[[do]]\npress = 'switch foot'\nwhen = { at = 1 }",
        "coach.remembered = { feeling = 'no', diabetes = 'no' }\n" + SAYS + "{ question = 'same' }",
        SAYS + "{ step = 'press', second = 14 }\n[[do]]\nsay = 'more time'\nwhen = { at = 1 }",
    ],
)
def test_what_may_come_is_let_through(written: Written, short_routine: Routine, text: str) -> None:
    check(written(text), short_routine, ENGLISH)


def test_the_built_in_routine_has_a_question_for_the_tool(written: Written) -> None:
    check(written(SAYS + "{ question = 'tool' }"), read_routine(built_in()["heel"]), ENGLISH)


@pytest.mark.parametrize(
    ("when", "says"),
    [
        ("{ step = 1 }", "step: found 1, expected foot beside it"),
        ("{ step = 'press', foot = 'right' }", 'foot: found "right", expected "left"'),
        ("{ step = 3, foot = 'right' }", "a number from 1 to 2"),
        ("{ step = 3 }", ""),
        ("{ step = 1, foot = 'right' }", ""),
    ],
)
def test_a_step_of_one_foot_is_not_waited_for_on_the_other(
    written: Written, short_routine: Routine, when: str, says: str
) -> None:
    first, *others = short_routine.foot_steps
    sided = replace(short_routine, steps=(*short_routine.preparation, replace(first, side=Side.LEFT), *others))
    read = written(SAYS + when)
    if not says:
        check(read, sided, ENGLISH)
        return
    with pytest.raises(ScriptError) as refused:
        check(read, sided, ENGLISH)
    assert says in str(refused.value)
