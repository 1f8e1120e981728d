"""Reading a script: every fault is one sentence that says where it is and what to do."""

import json
from pathlib import Path

import msgspec
import pytest

from coach.errors import ScriptError
from coach.rehearsal.script import Action, When, read_script, schema
from coach.routines.routine import Side
from coach.session.hold import CountStyle
from coach.session.journey import Stage
from tests.messages import without_column
from tests.rehearsal.conftest import SCRIPTS, Written

DOCS = SCRIPTS.parent.parent / "docs"


def test_a_script_of_a_format_line_alone_is_a_user_who_keeps_silent(written: Written) -> None:
    script = written("").script
    assert (script.do, script.whenever, script.routine, script.seed) == ([], [], "heel", 1)
    assert script.room.near_end_to_echo_db is None


def test_every_field_can_be_given(written: Written) -> None:
    script = written(
        """
        title = "All"
        routine = "short.toml"
        seed = 7
        minutes = 2.5
        [coach]
        count = "last-five"
        words_a_minute = 170
        voice = "gmw/en"
        remembered = { feeling = "no", diabetes = "yes" }
        [room]
        near_end_to_echo_db = -6
        delay_ms = 80
        t60 = 0.3
        impulse_response = "hall.wav"
        drift_ppm = -50
        distortion_percent = 2
        noise = "babble"
        noise_wav = "fan.wav"
        noise_dbfs = -40
        [user]
        voice = "gmw/en-US"
        words_a_minute = 140
        pitch = 60
        level_dbfs = -30
        [[do]]
        say = "pause"
        expect = "pause"
        voice = "gmw/en"
        words_a_minute = 150
        pitch = 0
        level_dbfs = -20
        [do.when]
        at = 3
        second = 4.5
        step = 2
        foot = "left"
        stage = "foot"
        state = "timing"
        question = "pain"
        asked = 2
        over = "heel"
        after = "toes"
        delay = 0.5
        [[whenever]]
        wav = "no.wav"
        said = "no"
        when = { question = "severe", step = "press" }
        """
    ).script
    assert script.coach.count is CountStyle.LAST_FIVE
    assert script.do[0] == Action(
        when=When(3, 4.5, 2, Side.LEFT, Stage.FOOT, "timing", "pain", 2, "heel", "toes", 0.5),
        say="pause", expect="pause", voice="gmw/en", words_a_minute=150, pitch=0, level_dbfs=-20,
    )  # fmt: skip
    assert script.whenever[0].name == "no"


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("titel = 'x'", ['line 2, titel: found the unknown field "titel"', 'write "title"']),
        ("seed = 'one'", ['line 2, seed: found "one"', "expected a whole number from 0 to 4294967295"]),
        ("minutes = 0", ["line 2, minutes: found 0", "more than 0 and at most 240"]),
        ("minutes = nan", ["line 2, minutes: found nan"]),
        (
            "[room]\nnoise = 'rain'",
            ['line 3, room, noise: found "rain"', 'one of "babble", "none", "pink", "tap", "white"'],
        ),
        ("[room]\nnoise_dbfs = inf", ["line 3, room, noise_dbfs: found inf"]),
        ("[room]\ndrift_ppm = 5000", ["line 3, room, drift_ppm: found 5000", "from -1000 to 1000"]),
        ("[room]\nmicrophone = { gates = -50 }", ['line 3, room, microphone, gates: found the unknown field "gates"']),
        ("[room]\nmicrophone = { rate = 48000 }", ["line 3, room, microphone, rate: found 48000"]),
        ("[room]\nt60 = nan", ["line 3, room, t60: found nan"]),
        ("[user]\npitch = 100", ["line 3, user, pitch: found 100", "from 0 to 99"]),
        ("[coach]\ncount = 'all'", ['line 3, coach, count: found "all"', '"every"']),
        ("[coach]\nremembered = { feeling = true }", ["line 3, coach, remembered, feeling: found true"]),
        ("do = 3", ["line 2, do: found 3"]),
        ("[[do]]\nsay = 'next'", ["line 2, do, item 1, when: found nothing", "add when there"]),
        ("[[do]]\nsay = ''\nwhen = { at = 1 }", ['line 3, do, item 1, say: found ""']),
        ("[[do]]\nsay = 'a'\nwhen = { at = -1 }", ["line 4, do, item 1, when, at: found -1"]),
        ("[[do]]\nsay = 'a'\nwhen = { at = nan }", ["line 4, do, item 1, when, at: found nan"]),
        ("[[do]]\nsay = 'a'\nwhen = { foot = 'both' }", ['line 4, do, item 1, when, foot: found "both"']),
        ("[[do]]\nsay = 'a'\nwhen = { state = 'holding' }", ['line 4, do, item 1, when, state: found "holding"']),
        ("[[whenever]]\nsay = 'a'\nwhen = { stage = 'end' }", ["line 4, whenever, item 1, when, stage"]),
        ("[[do]", ["line 2", "this is not TOML"]),
    ],
)
def test_a_field_that_cannot_be_is_named_with_its_line(written: Written, text: str, says: list[str]) -> None:
    with pytest.raises(ScriptError) as refused:
        written(text)
    message = without_column(str(refused.value))
    assert all(words in message for words in ["script.toml", *says]), message
    assert "\n" not in message
    assert message.endswith(".")


@pytest.mark.parametrize(("text", "found"), [("", "nothing"), ("format = 2\nnew = 1", "2")])
def test_another_format_is_refused_before_anything_else(tmp_path: Path, text: str, found: str) -> None:
    path = tmp_path / "later.toml"
    path.write_text(text, encoding="utf-8")
    with pytest.raises(ScriptError, match=rf"format: found {found}, expected 1, the only format"):
        read_script(path)


def test_a_file_that_is_not_there_is_a_script_error(tmp_path: Path) -> None:
    with pytest.raises(ScriptError, match="does not exist"):
        read_script(tmp_path / "none.toml")


def test_the_published_schema_is_the_one_of_the_reader() -> None:
    published = json.loads((DOCS / "rehearsal.schema.json").read_text(encoding="utf-8"))
    assert published == json.loads(msgspec.json.encode(schema()))


def test_file_line_and_field_are_attributes_of_a_refusal(written: Written, tmp_path: Path) -> None:
    with pytest.raises(ScriptError) as refused:
        written("[[do]]\nsay = 'next'\nwhen = { stage = 'nowhere' }")
    error = refused.value
    assert (error.path, error.line, error.field) == (tmp_path / "script.toml", 4, "do, item 1, when, stage")
    assert error.found == '"nowhere"'
