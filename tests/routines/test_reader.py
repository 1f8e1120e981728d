"""Asserts coach.routines.reader: every rule of the format, with the line and field at which its breach is reported."""

import hashlib
import random
import re
from pathlib import Path

import msgspec
import pytest

from coach.errors import RoutineError
from coach.routines.library import built_in
from coach.routines.reader import read_routine
from coach.routines.routine import Kind, Routine, SpokenCue, Zone
from coach.routines.tables import RoutineFile
from tests.messages import without_column

VALID = """\
format = 1
name = "Short"
changeover = ["Now the other one."]

[[steps]]
id = "seat"
title = "Your seat"
kind = "guide"
zone = "foot"
per_foot = false
instruction = "Sit down."

[[steps]]
id = "press"
title = "Press"
kind = "hold"
zone = "heel"
seconds = 30
instruction = ["Set a thumb on it.", "Press."]
gate = "Is it inflamed?"

[[steps]]
title = "Roll it"
kind = "motion"
zone = "sole"
seconds = 60
explores = true
caution = ["Gently."]
tool = "chosen"

[[steps.cues]]
second = 40
say = "Slowly."

[[steps.cues]]
second = 20
say = "Over the whole sole."

[steps.tools]
ball = "Lay the ball down."
"hands only" = ["Use your hands.", "Both of them."]
"""
SECONDS = "a whole number of seconds from 5 to 600"
SENTENCE = "a sentence of 1 to 300 printable characters"
TITLE = "a text of 1 to 60 printable characters"
LONG = "Press on. " * 31


def written(folder: Path, text: str) -> Path:
    path = folder / "mine.toml"
    path.write_text(text, encoding="utf-8", newline="")
    return path


def read(folder: Path, text: str) -> Routine:
    return read_routine(written(folder, text))


def refusal(path: Path) -> str:
    """The message of the refusal without the folder, after checking that it is one line that ends in a full stop."""
    with pytest.raises(RoutineError) as caught:
        read_routine(path)
    message = without_column(str(caught.value))
    assert message.isprintable()
    assert message.endswith(".")
    assert message.startswith(str(path))
    return message.removeprefix(f"{path.parent}/")


def changed(old: str, new: str) -> str:
    assert VALID.count(old) >= 1
    return VALID.replace(old, new, 1)


def test_a_valid_file_becomes_a_routine_with_every_field(tmp_path: Path) -> None:
    routine = read(tmp_path, VALID)
    seat, press, roll = routine.steps
    assert (routine.name, routine.changeover, routine.purpose) == ("Short", ("Now the other one.",), ())
    assert routine.digest == hashlib.sha256(VALID.encode()).hexdigest()
    assert (routine.preparation, routine.foot_steps) == ((seat,), (press, roll))
    assert (seat.id, seat.kind, seat.seconds, seat.tool, seat.instruction) == (
        "seat",
        Kind.GUIDE,
        0,
        "hands",
        ("Sit down.",),
    )
    assert (press.zone, press.seconds, press.gate) == (Zone.HEEL, 30, "Is it inflamed?")
    assert press.instruction == ("Set a thumb on it.", "Press.")
    assert (roll.id, roll.explores, roll.caution, roll.instruction) == ("roll-it", True, ("Gently.",), ())
    assert roll.cues == (SpokenCue(20, "Over the whole sole."), SpokenCue(40, "Slowly."))
    assert roll.tools == {"ball": ("Lay the ball down.",), "hands only": ("Use your hands.", "Both of them.")}


def test_the_built_in_routine_loads_and_explores_before_it_presses() -> None:
    routine = read_routine(built_in()["heel"])
    assert [step.explores for step in routine.foot_steps].index(True) == 0
    assert {"bottle", "ball", "roller", "hands only"} in [set(step.tools) for step in routine.foot_steps]


def test_optional_sentences_may_be_left_empty_and_any_list_may_be_one_sentence(tmp_path: Path) -> None:
    text = changed("changeover = [", 'purpose = []\nclosing = "That was all."\nchangeover = [')
    routine = read(tmp_path, text)
    assert (routine.purpose, routine.closing) == ((), ("That was all.",))


def test_spaces_in_a_sentence_become_single_and_plain(tmp_path: Path) -> None:
    assert read(tmp_path, changed("Sit down.", " Sit \u00a0 down. ")).steps[0].instruction == ("Sit down.",)


@pytest.mark.parametrize(
    ("titles", "ids"),
    [
        (["Heel pad", "Heel pad", "Heel pad"], ["heel-pad", "heel-pad-2", "heel-pad-3"]),
        (["Café, 2nd part!"], ["cafe-2nd-part"]),
        (["足の裏"], ["step-1"]),
        (["A" * 60, "A" * 60], ["a" * 60, "a" * 60 + "-2"]),
    ],
)
def test_an_absent_id_is_made_from_the_title(tmp_path: Path, titles: list[str], ids: list[str]) -> None:
    step = '[[steps]]\ntitle = "{}"\nkind = "guide"\nzone = "heel"\ninstruction = "Sit."\n'
    head = 'format = 1\nname = "x"\nchangeover = "Other one."\n'
    assert [step.id for step in read(tmp_path, head + "".join(map(step.format, titles))).steps] == ids


def test_a_made_id_gives_way_to_one_that_a_later_step_was_given(tmp_path: Path) -> None:
    text = changed('id = "seat"\n', "").replace('id = "press"', 'id = "your-seat"')
    assert [step.id for step in read(tmp_path, text).steps] == ["your-seat-2", "your-seat", "roll-it"]


@pytest.mark.parametrize(
    ("old", "new", "message"),
    [
        # the top of the file
        ("format = 1", "format = 2", "line 1, format: found 2, expected 1, the only format this coach knows"),
        ("format = 1", "format = 1.0", "line 1, format: found 1.0, expected 1, the only format"),
        ("format = 1", 'format = "1"', 'line 1, format: found "1", expected 1, the only format'),
        ("format = 1\n", "", "line 1, format: found nothing, expected 1, the only format"),
        ("format = 1", "novel = 1\nformat = 7", "line 2, format: found 7, expected 1, the only format"),
        ('name = "Short"\n', "", f"line 1, name: found nothing, expected {TITLE}; add name there."),
        ('name = "Short"', 'name = ""', f'line 2, name: found "", expected {TITLE}; write one.'),
        ('"Short"', f'"{"x" * 61}"', f'line 2, name: found "{"x" * 60}…" (61 characters), expected {TITLE}'),
        ('["Now the other one."]', "[]", "line 3, changeover: found an empty list, expected a list of 1 to 20 sent"),
        ('changeover = ["Now the other one."]', "", "line 1, changeover: found nothing, expected a sentence of"),
        (
            "changeover = [",
            'closing = [4]\nchangeover = ["A", ',
            f"line 3, closing, item 1: found 4, expected {SENTENCE}",
        ),
        ('"Now the other one."', '"One.",\n"",', f'line 4, changeover, item 2: found "", expected {SENTENCE}'),
        ('"Now the other one."', '"a",' * 21, "line 3, changeover: found a list of 21 items, expected a list of 1"),
        ("name =", "nane =", 'line 2, nane: found the unknown field "nane", expected "name"; write "name".'),
        ("name =", "zebra = 1\nname =", 'line 2, zebra: found the unknown field "zebra", expected only format, name,'),
        # one step
        ('title = "Press"\n', "", f"line 13, step 2, title: found nothing, expected {TITLE}; add title there."),
        ('"Press"', f'"{"y" * 61}"', f'line 15, step 2, title: found "{"y" * 60}…" (61 characters), expected {TITLE}'),
        ('kind = "hold"', 'kind = "holt"', 'line 16, step 2, kind: found "holt", expected one of "guide", "hold", '),
        ('kind = "hold"', 'kind = "holt"', '"motion"; write "hold".'),
        (
            'kind = "hold"',
            "kind = 3",
            'line 16, step 2, kind: found 3, expected one of "guide", "hold", "motion"; corr',
        ),
        ('kind = "hold"\n', "", 'line 13, step 2, kind: found nothing, expected one of "guide", "hold", "motion"; add'),
        ('"heel"', '"heal"', 'line 17, step 2, zone: found "heal", expected one of "foot", "sole", "toes", "ball", '),
        ('zone = "heel"\n', "", 'line 13, step 2, zone: found nothing, expected one of "foot", "sole",'),
        ('"press"', '"Press it"', 'line 14, step 2, id: found "Press it", expected 1 to 60 lower-case letters, digits'),
        ('"press"', '"ärger"', 'line 14, step 2, id: found "ärger", expected 1 to 60 lower-case letters'),
        ('"press"', '"press\\n"', 'line 14, step 2, id: found "press\\n", expected 1 to 60 lower-case letters'),
        ('"press"', '""', 'line 14, step 2, id: found "", expected 1 to 60 lower-case letters'),
        ('"press"', '"seat"', 'line 14, step 2, id: found "seat", expected an id of its own, because step 1 has this'),
        ("seconds = 30", "seconds = 4", f"line 18, step 2, seconds: found 4, expected {SECONDS}; correct it there."),
        (
            "seconds = 30",
            "seconds = 601",
            f"line 18, step 2, seconds: found 601, expected {SECONDS}; correct it there.",
        ),
        ("seconds = 30", "seconds = 30.0", f"line 18, step 2, seconds: found 30.0, expected {SECONDS}"),
        ("seconds = 30", "seconds = true", f"line 18, step 2, seconds: found true, expected {SECONDS}"),
        ("seconds = 30", "seconds = nan", f"line 18, step 2, seconds: found nan, expected {SECONDS}"),
        ("seconds = 30", "seconds = 1979-05-27", f"line 18, step 2, seconds: found 1979-05-27, expected {SECONDS}"),
        ("seconds = 30", "seconds = -0", f"line 18, step 2, seconds: found 0, expected {SECONDS}"),
        (
            "seconds = 30",
            f"seconds = 0x{'f' * 9000}",
            "line 18, step 2, seconds: found a very large number, expected a",
        ),
        ("seconds = 30\n", "", f"line 13, step 2, seconds: found nothing, expected {SECONDS}, because a hold is timed"),
        (
            "seconds = 60\n",
            "",
            f"line 22, step 3, seconds: found nothing, expected {SECONDS}, because a motion is timed",
        ),
        (
            '"foot"',
            '"foot"\nseconds = 9',
            "line 10, step 1, seconds: found 9, expected none, because a guide is not tim",
        ),
        (
            "seconds = 30",
            "second = 30",
            'line 18, step 2, second: found the unknown field "second", expected "seconds"',
        ),
        (
            "[[steps.cues]]",
            "[[steps.cuse]]",
            'line 31, step 3, cuse: found the unknown field "cuse", expected "cues"; ',
        ),
        ("per_foot = false", 'per_foot = "no"', 'line 10, step 1, per_foot: found "no", expected true or false'),
        ("explores = true", "explores = 1", "line 27, step 3, explores: found 1, expected true or false"),
        ('tool = "chosen"', 'tool = ""', f'line 29, step 3, tool: found "", expected {TITLE}'),
        ('gate = "Is it inflamed?"', 'gate = ""', f'line 20, step 2, gate: found "", expected {SENTENCE}'),
        ('gate = "Is it', 'gate = ["Is it"] # "', f"line 20, step 2, gate: found a list, expected {SENTENCE}"),
        # sentences
        (
            'instruction = "Sit down."\n',
            "",
            "line 5, step 1, instruction: found nothing, expected 1 to 20 sentences; add",
        ),
        (
            '"Sit down."',
            "[]",
            "line 11, step 1, instruction: found an empty list, expected a list of 1 to 20 sentences",
        ),
        (
            '"Sit down."',
            "12",
            f"line 11, step 1, instruction: found 12, expected {SENTENCE} or a list of 1 to 20 sente",
        ),
        (
            '"Sit down."',
            f'"{LONG}"',
            f'line 11, step 1, instruction: found "{LONG[:60]}…" (310 characters), expected a',
        ),
        ('"Press."]', '\n "Press.",\n 7]', f"line 21, step 2, instruction, item 3: found 7, expected {SENTENCE}"),
        ('"Press."]', '\n\n"" ]', f'line 21, step 2, instruction, item 2: found "", expected {SENTENCE}'),
        (
            '"Press."]',
            '"?!"]',
            'line 19, step 2, instruction, item 2: found "?!", expected at least one letter or digit',
        ),
        (
            '"Press."]',
            '"a\\u0007b"]',
            "line 19, step 2, instruction, item 2: found the character U+0007, expected printable",
        ),
        ('"Press."]', '"a\u202eb"]', "line 19, step 2, instruction, item 2: found the character U+202E, expected pri"),
        ('"Gently."', '"Gently.", " "', 'line 28, step 3, caution, item 2: found " ", expected at least one letter'),
        # cues
        (
            "second = 40",
            "second = 60",
            "line 32, step 3, cue 1, second: found 60, expected less than 60, the seconds of",
        ),
        (
            "second = 20",
            "second = 0",
            "line 36, step 3, cue 2, second: found 0, expected a whole number of seconds more",
        ),
        ("second = 20\n", "", "line 35, step 3, cue 2, second: found nothing, expected a whole number of seconds more"),
        ('say = "Slowly."\n', "", f"line 31, step 3, cue 1, say: found nothing, expected {SENTENCE}; add say there."),
        ('say = "Slowly."', 'say = ["Slowly."]', f"line 33, step 3, cue 1, say: found a list, expected {SENTENCE}"),
        ('kind = "motion"', 'kind = "hold"', "line 31, step 3, cues: found cues, expected none, because a hold has no"),
        # tools
        ('"hands only" =', "roller =", "line 39, step 3, tools, hands only: found nothing, expected a sentence of 1"),
        (
            "ball =",
            "bal =",
            'line 40, step 3, tools, bal: found the unknown field "bal", expected "ball"; write "ball".',
        ),
        ('"Both of them."', "0", f"line 41, step 3, tools, hands only, item 2: found 0, expected {SENTENCE}"),
        (
            "ball =",
            "roller = []\nball =",
            "line 40, step 3, tools, roller: found an empty list, expected a list of 1 to",
        ),
        # the order of the steps
        (
            "explores",
            "per_foot = false\nexplores",
            "line 27, step 3, per_foot: found false, expected true, because step 2",
        ),
    ],
)
def test_a_breach_of_the_format_is_reported_at_its_line_and_field(
    tmp_path: Path, old: str, new: str, message: str
) -> None:
    assert message in refusal(written(tmp_path, changed(old, new)))


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ('"Press."]', '"""\nPress."""]'),
        ("seconds = 30", "per_foot = false\nseconds = 30"),
        ("seconds = 30", "seconds = 5"),
        ("seconds = 30", "seconds = 600"),
        ("second = 40", "second = 59"),
        ("second = 20", "second = 1"),
        ('"Press"', f'"{"y" * 60}"'),
        ('"Sit down."', f'"{"z" * 300}"'),
        ('"Now the other one."', '"a",' * 20),
        ("\n", "\r\n"),
        ("format", "\ufeffformat"),
    ],
)
def test_the_last_value_within_each_limit_is_accepted(tmp_path: Path, old: str, new: str) -> None:
    assert len(read(tmp_path, changed(old, new)).steps) == 3


def test_a_file_without_steps_is_refused(tmp_path: Path) -> None:
    head = VALID[: VALID.index("[[steps]]")]
    expected = "expected 1 to 60 tables that begin with [[steps]]"
    assert f"line 1, steps: found nothing, {expected}; add steps" in refusal(written(tmp_path, head))
    assert f"line 5, steps: found an empty list, {expected}" in refusal(written(tmp_path, f"{head}steps = []"))


def test_a_file_of_sixty_steps_is_read_and_one_of_sixty_one_is_refused(tmp_path: Path) -> None:
    head = VALID[: VALID.index("[[steps]]")]
    step = '[[steps]]\ntitle = "Press"\nkind = "guide"\nzone = "heel"\ninstruction = "Press."\n'
    assert len(read(tmp_path, head + step * 60).steps) == 60
    assert "line 5, steps: found a list of 61 items, expected 1 to 60" in refusal(written(tmp_path, head + step * 61))


def test_a_routine_with_no_step_for_a_foot_is_refused(tmp_path: Path) -> None:
    text = VALID[: VALID.index('[[steps]]\nid = "press"')]
    message = "line 5, steps: found only steps with per_foot = false, expected at least one step for each foot; take"
    assert message in refusal(written(tmp_path, text))


def test_a_step_needs_no_instruction_where_it_has_tools_and_may_have_both(tmp_path: Path) -> None:
    text = changed('tool = "chosen"', 'instruction = "Roll."')
    roll = read(tmp_path, text).steps[2]
    assert (roll.instruction, set(roll.tools)) == (("Roll.",), {"ball", "hands only"})


def test_steps_written_as_inline_tables_are_reported_at_their_own_line(tmp_path: Path) -> None:
    good = '{title = "A", kind = "guide", zone = "heel", instruction = "Sit."}'
    text = (
        f'format = 1\nname = "x"\nchangeover = "Other."\nsteps = [\n  {good},\n  {good.replace("heel", "hill")},\n]\n'
    )
    assert 'mine.toml, line 6, step 2, zone: found "hill"' in refusal(written(tmp_path, text))


def garbled(text: str, chance: random.Random) -> bytes:
    """`text` after one to four mutations of a person's slip or a broken disk."""
    raw = bytearray(text.encode())
    for _ in range(chance.randint(1, 4)):
        at = chance.randrange(len(raw) or 1)
        end = at + chance.randint(1, 40)
        kind = chance.randrange(6)
        if kind == 0:
            del raw[at:]
        elif kind == 1:
            del raw[at:end]
        elif kind == 2:
            raw[at:at] = raw[chance.randrange(len(raw) or 1) :][: chance.randint(1, 80)]
        elif kind == 3:
            raw[at:end] = chance.randbytes(chance.randint(1, 6))
        elif kind == 4:
            raw[at : at + 1] = chance.choice(
                [b'"', b"[", b"]", b"{", b"=", b"\n", b".", b",", b"\x00", b"-", b"9" * 99]
            )
        else:
            words = sorted(set(text.split()))
            raw = bytearray(bytes(raw).replace(chance.choice(words).encode(), chance.choice(words).encode(), 1))
    return bytes(raw)


@pytest.mark.parametrize("source", ["short", "heel"])
def test_three_hundred_garbled_files_each_load_or_are_refused_in_one_line(tmp_path: Path, source: str) -> None:
    text = VALID if source == "short" else built_in()["heel"].read_text(encoding="utf-8")
    chance = random.Random(20)
    loaded = refused = 0
    for number in range(300):
        path = tmp_path / f"{number}.toml"
        path.write_bytes(garbled(text, chance))
        try:
            loaded += bool(read_routine(path).steps)
        except RoutineError as error:
            refused += 1
            message = str(error)
            assert message.isprintable()
            assert message.startswith(f"{path}, line ")
            assert len(message) < len(str(path)) + 500
    assert loaded + refused == 300
    assert loaded > 0
    assert refused > 200


def test_no_struct_of_the_format_holds_a_pattern() -> None:
    """With a `Meta(pattern=…)`, msgspec 0.22 crashes about one program in four at its end."""
    assert re.findall(r"pattern=(?!None)", repr(msgspec.inspect.type_info(RoutineFile))) == []
