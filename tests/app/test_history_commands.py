"""Asserts `coach history` and `coach report`: what they show, write, and forget only when told to."""

import csv
import io
import json
import re
from datetime import UTC, datetime
from html.parser import HTMLParser
from pathlib import Path
from xml.etree import ElementTree

import pytest
from click.testing import CliRunner, Result
from PIL import Image

from coach.app.history_commands import history, report
from coach.errors import StorageError
from coach.history import reading
from coach.history.plot import in_terminal
from coach.history.screen import show
from coach.routines.routine import Routine
from tests.english import wording
from tests.history.remembering import DAY, START, Remembered, WallClock, keep_session, open_store
from tests.session.driver import ROUTINE

HOSTILE = '<script src="//x.example">&\'"</script>'


class Terminal(io.StringIO):
    """What is written, as if to a terminal of 80 columns."""

    encoding = "utf-8"

    def isatty(self) -> bool:
        return True


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("COACH_STATE_DIR", str(tmp_path / "state"))
    return tmp_path / "state"


def fill(folder: Path, sessions: int = 12, routine: Routine = ROUTINE) -> None:
    clock = WallClock()
    with open_store(folder, clock) as store:
        for n in range(sessions):
            clock.now = START + n * DAY
            levels = {("left", "before"): n % 5, ("left", "after"): 1, ("right", "before"): None}
            keep_session(store, levels, [("press", "done", 30.0), ("roll", "stopped", 4.5)], routine=routine)
        company = Remembered(store, routine, remembered={}).to_second(5)
        company.say("that hurts")
        company.say("end")


def listed(shown: str) -> int:
    """How many sessions of the routine "Short" stand in the table."""
    return sum(line.rstrip().endswith(" Short") for line in shown.splitlines())


def run(*arguments: str, answer: str = "") -> Result:
    command = {"history": history, "report": report}[arguments[0]]
    return CliRunner().invoke(command, arguments[1:], input=answer, catch_exceptions=False)


# --- the screen -------------------------------------------------------------------------------------------------------


def test_without_any_session_it_says_so(folder: Path) -> None:
    assert run("history").output == "Nothing is remembered yet: the first session will be.\n"


def test_the_table_has_a_line_for_each_session_and_a_plot_of_both_feet_follows(folder: Path) -> None:
    fill(folder)
    shown = run("history").output
    assert listed(shown) == 13
    assert "2 → 1" in shown
    assert "ended, it hurt" in shown
    assert "left foot" in shown
    assert "⠤" in shown
    assert "last seven" in shown


def test_only_the_newest_are_listed_unless_all_are_asked_for(folder: Path) -> None:
    fill(folder, 30)
    assert listed(run("history").output) == 20
    assert "The newest 20 of 31; --all shows every one." in run("history").output
    assert listed(run("history", "--all").output) == 31


def test_a_session_takes_one_line_of_eighty_columns_and_nothing_but_the_routine_is_cut(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("COLUMNS", "80")
    fill(folder, 2, Routine("A routine of a very long name", ROUTINE.steps, ()))
    with open_store(folder) as store:
        entries = reading.sessions(store)
    out = Terminal()
    show(entries, 20, len(entries), out, datetime(2026, 9, 25, tzinfo=UTC), wording)
    lines = re.sub("\x1b\\[[0-9;]*m", "", out.getvalue()).splitlines()
    assert max(map(len, lines)) <= 80
    assert [line for line in lines[2:5] if "A routine" not in line or "→" not in line] == []


def test_a_terminal_that_knows_only_ascii_is_sent_nothing_else(folder: Path) -> None:
    fill(folder)
    with open_store(folder) as store:
        entries = reading.sessions(store)
    raw = io.BytesIO()
    out = io.TextIOWrapper(raw, encoding="ascii")
    show(entries, 20, len(entries), out, datetime(2026, 9, 25, tzinfo=UTC), wording)
    out.flush()
    assert b"2 > 1" in raw.getvalue()
    assert b"last seven" in raw.getvalue()


def test_each_foot_has_a_letter_of_its_own_in_the_plot_with_and_without_colours(folder: Path) -> None:
    fill(folder)
    with open_store(folder) as store:
        entries = reading.sessions(store)
    for colours in (True, False):
        plot = in_terminal(entries, 80, colours=colours)
        assert "l" in plot.partition("foot")[0]
        assert "r" in plot.partition("foot")[0]
        assert "()" not in plot


@pytest.mark.parametrize("days", [0, 5, 40])
def test_the_plot_shows_soreness_of_ten_and_the_newest_session(folder: Path, days: int) -> None:
    clock = WallClock()
    with open_store(folder, clock) as store:
        for day, levels in ((0, (9, 8)), (days, (10, 0)))[not days :]:
            clock.now = START + day * DAY
            keep_session(
                store, {("left", "before"): levels[0], ("left", "after"): levels[1]}, [("press", "done", 30.0)]
            )
        entries = reading.sessions(store)
    rows = in_terminal(entries, 80, colours=False).splitlines()
    ten, nought = (next(row for row in rows if row.strip().startswith(f"{level} |")) for level in (10, 0))
    assert "l" in ten
    assert "L" in nought


# --- files ------------------------------------------------------------------------------------------------------------


def test_a_plot_is_drawn_as_svg(folder: Path, tmp_path: Path) -> None:
    fill(folder)
    run("history", "--plot", str(tmp_path / "plot.svg"))
    svg = ElementTree.parse(tmp_path / "plot.svg").getroot()
    space = "{http://www.w3.org/2000/svg}"
    assert svg.tag == f"{space}svg"
    dots = svg.findall(f"{space}circle")
    filled = [dot for dot in dots if dot.get("fill") == dot.get("stroke")]
    assert len(filled) == 13 + 1  # Twelve sessions and one; and one in the legend.
    assert len(dots) - len(filled) == 12  # After each of the twelve.
    assert len(svg.findall(f"{space}rect")) == 1 + 1 + 1  # The ground; the other foot of the last; the legend.
    words = [text.text for text in svg.findall(f"{space}text")]
    assert {"left foot", "right foot", "0", "10"} <= set(words)


def test_a_plot_is_drawn_as_png(folder: Path, tmp_path: Path) -> None:
    fill(folder)
    run("history", "--plot", str(tmp_path / "plot.png"))
    with Image.open(tmp_path / "plot.png") as image:
        assert image.format == "PNG"
        found = {colour for _, colour in image.getcolors(1 << 20) or []}
    assert {(255, 255, 255), (0x1F, 0x6F, 0xB4), (0xC4, 0x58, 0x1A)} <= found


def test_a_plot_of_nothing_says_so(folder: Path, tmp_path: Path) -> None:
    run("history", "--plot", str(tmp_path / "plot.svg"))
    assert "Nothing was told yet." in (tmp_path / "plot.svg").read_text()


def test_the_csv_has_one_line_a_session_and_harmless_cells(folder: Path, tmp_path: Path) -> None:
    fill(folder, 3, Routine("=cmd()", ROUTINE.steps, ()))
    assert run("history", "--export", str(tmp_path / "all.csv")).output.endswith("4 sessions.\n")
    with (tmp_path / "all.csv").open(newline="") as file:
        rows = list(csv.DictReader(file))
    assert [row["left_before"] for row in rows] == ["0", "1", "2", "4"]
    assert rows[0]["routine"] == "'=cmd()"
    assert rows[-1]["hurts"] == "1"


@pytest.mark.parametrize("name", ["=cmd()", "+1", "-1", "@x", "\t=cmd()", " =cmd()", "\N{FULLWIDTH EQUALS SIGN}cmd()"])
@pytest.mark.parametrize("decimal", ["point", "comma"])
def test_no_spreadsheet_takes_a_name_for_a_formula(folder: Path, tmp_path: Path, decimal: str, name: str) -> None:
    with open_store(folder) as store:
        keep_session(store, routine=Routine(name, ROUTINE.steps, ()))
    run("history", "--export", str(tmp_path / "all.csv"), "--decimal", decimal)
    with (tmp_path / "all.csv").open(newline="", encoding="utf-8-sig") as file:
        (row,) = csv.DictReader(file, delimiter=";" if decimal == "comma" else ",")
    assert row["routine"] == f"'{name}"


def test_a_spreadsheet_that_writes_a_comma_opens_the_csv(folder: Path, tmp_path: Path) -> None:
    with open_store(folder) as store:
        keep_session(
            store, {("left", "before"): 4}, [("press", "done", 30.5)], routine=Routine("Fersen, Füße; 2", (), ())
        )
    run("history", "--export", str(tmp_path / "all.csv"), "--decimal", "comma")
    raw = (tmp_path / "all.csv").read_bytes()
    assert raw.startswith(b"\xef\xbb\xbf")
    (row,) = csv.DictReader(io.StringIO(raw.decode("utf-8-sig")), delimiter=";")
    assert (row["routine"], row["seconds_held"], row["left_before"]) == ("Fersen, Füße; 2", "30,5", "4")
    assert re.fullmatch(r"\d{4}-\d\d-\d\d \d\d:\d\d:\d\d", row["started"])


@pytest.mark.parametrize("arguments", [["--decimal", "comma"], ["--export", "all.json", "--decimal", "comma"]])
def test_the_decimal_comma_is_for_a_csv_only(folder: Path, arguments: list[str]) -> None:
    result = run("history", *arguments)
    assert result.exit_code == 2
    assert "--decimal belongs to --export FILE.csv." in result.output


# --- clocks that were wrong, and few sessions ---------------------------------------------------------------------


def at(folder: Path, *moments: float, feet: tuple[str, ...] = ("left",)) -> None:
    """A session at each of `moments`, from five to three on each of `feet`."""
    clock = WallClock()
    with open_store(folder, clock) as store:
        for clock.now in moments:
            keep_session(store, {(foot, moment): level for foot in feet for moment, level in FIVE_TO_THREE.items()})


FIVE_TO_THREE = {"before": 5, "after": 3}


def shown(folder: Path, now: float) -> str:
    out = Terminal()
    with open_store(folder) as store:
        entries = reading.sessions(store)
        show(entries, 20, len(entries), out, datetime.fromtimestamp(now, UTC), wording)
    return out.getvalue()


def test_sessions_of_a_clock_that_was_wrong_are_marked_and_stretch_no_chart(folder: Path) -> None:
    at(folder, START, 0, START + DAY, START + 90 * DAY, START + 2 * DAY)
    text = shown(folder, START + 3 * DAY)
    assert re.findall(r"(\d\d \w{3} \d\d) \d\d:\d\d\?", text) == ["01 Jan 70", "20 Dec 26"]
    assert "2 sessions were held while the clock was wrong" in text
    ticks = re.findall(r"\d\d \w{3} \d\d|\w{3} \d\d:\d\d", text.split("after")[0].rsplit("|-", 1)[1])
    assert ticks
    assert not any(tick.endswith((" 70", "Dec 26")) for tick in ticks)
    assert "3 massages on 3 days" in text


def test_one_session_stands_in_the_middle_of_its_day(folder: Path, tmp_path: Path) -> None:
    at(folder, START)
    run("history", "--plot", str(tmp_path / "plot.svg"))
    svg = ElementTree.parse(tmp_path / "plot.svg").getroot()
    space = "{http://www.w3.org/2000/svg}"
    days = [text for text in svg.findall(f"{space}text") if re.fullmatch(r"\d\d \w{3} \d{4}", text.text or "")]
    assert [text.text for text in days] == [f"{datetime.fromtimestamp(START, UTC).astimezone():%d %b %Y}"]
    middle = days[0].get("x")
    assert [dot.get("cx") for dot in svg.findall(f"{space}circle")].count(middle) == 2  # Before and after.
    assert "Left foot: 5 before the session and 3 after it." in shown(folder, START + 60)
    assert "right foot" not in shown(folder, START + 60)


def test_the_plot_tells_before_and_after_of_each_foot(folder: Path) -> None:
    at(folder, *(START + day * DAY for day in range(20)), feet=("left", "right"))
    text = shown(folder, START + 20 * DAY)
    for side in ("left", "right"):
        assert f"{side} foot, before" in text
        assert f"{side} foot, after" in text
        assert f"{side.capitalize()} foot: after a session soreness is 2.0 lower on average (lower in 20" in text


def test_a_page_tells_whether_it_helps_and_which_sessions_pain_ended(folder: Path, tmp_path: Path) -> None:
    with open_store(folder, WallClock(START)) as store:
        keep_session(store, {("left", "before"): 4, ("left", "after"): 4})
        keep_session(store, {("left", "before"): 4, ("left", "after"): 6}, reason="sharp")
        keep_session(store, {("left", "before"): 4}, [("press", "stopped", 2.0)])
    run("report", str(tmp_path / "page.html"))
    page = (tmp_path / "page.html").read_text(encoding="utf-8")
    assert "Sessions: 3, 2 of them with a massage (1 of those ended because it hurt)" in page
    assert "soreness is 1.0 higher on average (lower in 0 of 2 sessions, higher in 1)." in page
    assert "all left out" in page


def test_the_json_has_all_there_is(folder: Path, tmp_path: Path) -> None:
    fill(folder, 3)
    run("history", "--export", str(tmp_path / "all.json"))
    with open_store(folder) as store:
        everything = [reading.whole(store, entry) for entry in reading.sessions(store)]
    assert json.loads((tmp_path / "all.json").read_text()) == everything
    assert everything[0]["steps"][1]["ending"] == "stopped"
    assert everything[-1]["hurt_at"][0]["step"] == "press"
    assert everything[-1]["answers"]["foot"] == "both"


@pytest.mark.parametrize("option", ["--export", "--plot"])
def test_a_name_of_another_kind_is_refused_in_one_sentence(folder: Path, tmp_path: Path, option: str) -> None:
    with pytest.raises(StorageError, match=r"^.* is neither \.\w+ nor \.\w+: give a name with one of these endings\.$"):
        run("history", option, str(tmp_path / "plot.bmp"))


def test_a_place_that_cannot_be_written_is_told_in_one_sentence(folder: Path, tmp_path: Path) -> None:
    with pytest.raises(StorageError, match=r"cannot be written \(.+\): free some space or name another place\.$"):
        run("history", "--export", str(tmp_path / "nowhere" / "all.csv"))


# --- forgetting -------------------------------------------------------------------------------------------------------


def test_nothing_is_forgotten_unless_the_question_is_answered_with_yes(folder: Path) -> None:
    fill(folder, 3)
    assert run("history", "--forget", answer="n\n").exit_code == 1
    assert run("history", "--forget", answer="").exit_code == 1
    assert listed(run("history").output) == 4


def test_what_is_exported_and_then_forgotten_is_only_in_the_file(folder: Path, tmp_path: Path) -> None:
    fill(folder, 3)
    output = run("history", "--export", str(tmp_path / "all.json"), "--forget", answer="y\n").output
    assert output.endswith("Forgotten: 4 sessions.\n")
    assert len(json.loads((tmp_path / "all.json").read_text())) == 4
    run("history", "--export", str(tmp_path / "after.json"))
    assert json.loads((tmp_path / "after.json").read_text()) == []


def test_what_lies_before_a_day_is_forgotten(folder: Path) -> None:
    fill(folder, 10)
    with open_store(folder) as store:
        day = f"{reading.sessions(store)[6].started:%Y-%m-%d}"
    assert run("history", "--forget", "--before", day, "--yes").output == "Forgotten: 6 sessions.\n"


def test_a_damaged_history_that_still_lies_there_is_named(folder: Path) -> None:
    folder.mkdir()
    (folder / "history.sqlite3").write_bytes(b"no database at all" * 99)
    assert "delete it by hand" in run("history", "--forget", "--yes").output


@pytest.mark.parametrize("arguments", [["--yes"], ["--before", "2026-01-01"]])
def test_options_of_forgetting_alone_are_refused(folder: Path, arguments: list[str]) -> None:
    assert run("history", *arguments).exit_code == 2


# --- the page ---------------------------------------------------------------------------------------------------------

VOID = {"meta", "br", "hr", "img", "link", "input"}


class Page(HTMLParser):
    """Checks that every element is closed, and collects what the page holds."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.open: list[str] = []
        self.tags: list[tuple[str, dict[str, str | None]]] = []
        self.words: list[str] = []
        self.feed(text)
        self.close()
        assert self.open == []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append((tag, dict(attrs)))
        if tag not in VOID:
            self.open.append(tag)

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append((tag, dict(attrs)))

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop() == tag

    def handle_data(self, data: str) -> None:
        self.words.append(data)


def page(tmp_path: Path) -> Page:
    assert run("report", str(tmp_path / "report.html")).exit_code == 0
    return Page((tmp_path / "report.html").read_text())


def test_the_report_is_well_formed_and_asks_for_nothing_outside(folder: Path, tmp_path: Path) -> None:
    fill(folder)
    made = page(tmp_path)
    outside = {"src", "href", "srcset", "data", "action", "xlink:href", "poster", "background"}
    assert all(not outside & set(attributes) for _, attributes in made.tags)
    tags = [tag for tag, _ in made.tags]
    assert not {"script", "link", "iframe", "img", "object", "embed", "base"} & set(tags)
    text = (tmp_path / "report.html").read_text()
    assert "@import" not in text
    assert set(re.findall(r"\w+://[^\"' <]*", text)) == {"http://www.w3.org/2000/svg"}
    assert set(re.findall(r"url\((.)", text)) == {"#"}
    assert set(re.findall(r"url\(#([^)]+)", text)) <= {attributes.get("id") for _, attributes in made.tags}


def test_the_report_shows_the_foot_with_the_part_lit_where_it_hurt(folder: Path, tmp_path: Path) -> None:
    fill(folder)
    with open_store(folder) as store:
        company = Remembered(store, remembered={}).to_second(5, "achilles")
        company.say("that hurts")
        company.say("end")
    made = page(tmp_path)
    assert [tag for tag, _ in made.tags].count("svg") == 3
    assert {"left heel: 1 time", "left achilles: 1 time"} <= set(made.words)
    ids = [attributes["id"] for _, attributes in made.tags if "id" in attributes]
    assert len(ids) == len(set(ids))


def test_the_report_tells_the_sessions_where_it_hurt_and_what_was_stopped(folder: Path, tmp_path: Path) -> None:
    fill(folder)
    words = page(tmp_path).words
    for title in ("Soreness", "Where it hurt", "Steps that were stopped", "Warning signs told of", "Sessions"):
        assert title in words
    assert "steady pressure" in words
    assert words[words.index("the roll") + 1] == "12"
    assert words.count("Short") == 13


def test_the_report_of_nothing_is_a_whole_page_too(folder: Path, tmp_path: Path) -> None:
    assert any("There are no sessions yet." in words for words in page(tmp_path).words)


def test_what_a_routine_is_called_cannot_become_markup(folder: Path, tmp_path: Path) -> None:
    fill(folder, 2, Routine(HOSTILE, ROUTINE.steps, ()))
    made = page(tmp_path)
    assert made.words.count(HOSTILE) == 3
    assert "script" not in [tag for tag, _ in made.tags]


def test_the_report_names_the_warning_signs(folder: Path, tmp_path: Path) -> None:
    with open_store(folder) as store:
        company = Remembered(store)
        company.begin()
        company.hear_out()
        company.answer_all({"today": "yes", "severe": "no", "injury": "yes"})
        company.hear_out()
        other = Remembered(store, remembered={}).to_preparation({"before left": "nine"})
        other.answer_all({"confirm": "yes"})
        other.hear_out()
    words = page(tmp_path).words
    assert "began straight after an injury" in words
    assert "soreness of eight or more" in words
    assert words.count("no massage") == 4
