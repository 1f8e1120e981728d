"""Asserts `coach list`, `coach new` and `coach check`, as a user meets them."""

from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from coach.app.routine_commands import check, list_routines, new
from coach.errors import RoutineError
from coach.routines.library import built_in
from tests.coach_process import ROUTINE


@pytest.fixture
def own(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The folder of the user's own routines, not yet made; the user stands beside it."""
    monkeypatch.setenv("COACH_DATA_DIR", str(tmp_path / "data"))
    monkeypatch.setenv("COACH_CACHE_DIR", str(tmp_path / "cache"))
    monkeypatch.delenv("COACH_VOSK_MODEL", raising=False)
    monkeypatch.chdir(tmp_path)
    return tmp_path / "data" / "routines"


def run(*arguments: str | Path) -> Result:
    command = {"list": list_routines, "new": new, "check": check}[str(arguments[0])]
    return CliRunner().invoke(command, [str(argument) for argument in arguments[1:]], catch_exceptions=False)


def test_list_tells_of_a_broken_file_and_goes_on(own: Path) -> None:
    own.mkdir(parents=True)
    (own / "broken.toml").write_text("format = 1\nname = ")
    (own / "mine.toml").write_text(ROUTINE)
    told = run("list")
    assert told.exit_code == 0
    lines = {line.split(" ")[0]: line for line in told.stdout.splitlines()}
    assert "cannot be used: " in lines["broken"]
    assert "broken.toml" in lines["broken"]
    assert "9 steps a foot, 5." in lines["heel"]
    assert lines["heel"].endswith(", English")
    assert "9 steps a foot, 5." in lines["heel.de"]
    assert lines["heel.de"].endswith(", German, machine-checked only")
    assert "4 steps a foot" in lines["morning"]
    assert "Short: 3 steps a foot, 0.4 minutes of them timed" in lines["mine"]
    assert str(own / "mine.toml") in told.stdout


@pytest.mark.parametrize(("like", "steps"), [("heel", 9), ("morning", 4), ("heel.de", 9)])
def test_a_new_routine_can_be_listed_and_checked_at_once(own: Path, like: str, steps: int) -> None:
    told = run("new", "evening", "--like", like)
    assert f"Written: {own / 'evening.toml'}\n" in told.stdout
    assert f"Evening: {steps} steps a foot" in run("list").stdout
    checked = run("check", "evening")
    assert checked.exit_code == 0
    assert checked.stdout.startswith(f"Evening: {steps} steps a foot")


def test_check_looks_for_commands_of_the_routines_own_language(own: Path) -> None:
    own.mkdir(parents=True)
    text = built_in()["heel.de"].read_text(encoding="utf-8")
    (own / "mine.toml").write_text(text.replace("hin und her.", "hin und zurück."), encoding="utf-8")
    told = run("check", "mine")
    assert told.exit_code == 0
    assert told.stderr.count("Warning: ") == 1
    assert '"zurück" is a command' in told.stderr


def test_a_new_routine_with_a_built_in_name_tells_that_it_takes_its_place(own: Path) -> None:
    assert "takes the place of the built-in heel" in run("new", "heel").stdout
    with pytest.raises(RoutineError, match="is there already"):
        run("new", "heel")


def test_check_computes_the_minutes_from_rendered_speech(own: Path) -> None:
    told = run("check", "heel")
    assert told.exit_code == 0
    assert told.stderr == ""
    minutes = float(told.stdout.partition(" steps a foot, ")[2].partition(" minutes")[0])
    assert 6.5 < minutes < 10


def test_check_warns_of_a_routine_that_is_too_short(own: Path) -> None:
    Path("short.toml").write_text(ROUTINE)
    told = run("check", "short.toml")
    assert told.exit_code == 0
    assert ", 0.7 minutes, 0.4 of them timed" in told.stdout
    assert told.stderr == "Warning: that is short; 5 to 10 minutes a foot are good.\n"


def test_check_warns_of_sentences_that_the_coach_might_take_for_commands(own: Path) -> None:
    Path("short.toml").write_text(ROUTINE.replace("Press once more.", "Press again, with more weight."))
    told = run("check", "short.toml")
    assert told.exit_code == 0
    warnings = [
        line for line in told.stderr.splitlines() if line.startswith("Warning: ") and "short.toml, line" in line
    ]
    assert ['"again"' in warnings[0], '"weight"' in warnings[1], len(warnings)] == [True, True, 2]


def test_check_tells_which_words_the_model_lacks(own: Path, test_model: Path) -> None:
    Path("short.toml").write_text(ROUTINE.replace("Press once more.", "Press the xylophone, and continue."))
    told = run("check", "short.toml", "--model", test_model)
    (lacking,) = [line for line in told.stderr.splitlines() if " lacks " in line]
    assert '"xylophone"' in lacking
    assert '"continue"' not in lacking


def test_check_refuses_what_cannot_be_taught_and_an_unknown_name(own: Path) -> None:
    Path("wrong.toml").write_text(ROUTINE.replace("format = 1", "format = 9"))
    with pytest.raises(RoutineError, match=r"wrong\.toml, line 2, column 1, format"):
        run("check", "wrong.toml")
    with pytest.raises(RoutineError, match="there is no routine"):
        run("check", "wrung")


def test_check_tells_words_that_the_natural_voice_guesses(own: Path) -> None:
    own.mkdir(parents=True)
    (own / "mine.toml").write_text(ROUTINE.replace('instruction = "Press."', 'instruction = "Press the flumpet."'))
    told = run("check", "mine")
    assert 'the voice guesses how to say "flumpet"; hear it by `coach say`, or use other words.' in told.stderr
    assert "guesses" not in run("check", "heel").stderr


def test_check_can_listen_to_what_the_coach_will_say(own: Path) -> None:
    own.mkdir(parents=True)
    text = ROUTINE.replace('instruction = "Press."', 'instruction = "Press, and then stop."')
    head, _, first, _ = text.split("[[steps]]")
    (own / "mine.toml").write_text(f"{head}[[steps]]{first.replace('first hold', 'stop the clock')}")
    told = run("check", "mine", "--listen")
    heard = [line.removeprefix("Warning: ") for line in told.stderr.splitlines() if "the recogniser hears" in line]
    # Of its own sentences; the changeover of this one is what a user says to change feet.
    assert heard[:2] == [
        'in "Press, and then stop." the recogniser hears "stop"; say it in other words.',
        'in "Now take the other one." the recogniser hears "now take the other one"; say it in other words.',
    ]
    # And of those that name a step of it.
    assert 'in "Coming up: stop the clock." the recogniser hears "stop"; say it in other words.' in heard[2:]


def test_check_tells_that_it_can_listen(own: Path) -> None:
    own.mkdir(parents=True)
    (own / "mine.toml").write_text(ROUTINE)
    assert "`coach check mine --listen`" in run("check", "mine").stdout
