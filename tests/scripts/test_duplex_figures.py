"""The figures of the benchmark of talking over the coach are right on words made by hand."""

from pathlib import Path

from scripts.benchmarks.alone import AloneReport, FalseCommand
from scripts.benchmarks.corpus import Utterance
from scripts.benchmarks.counting import Counted, PlainCounting, counted
from scripts.benchmarks.duplex import SpokenOver
from scripts.benchmarks.duplex_figures import Over, missed, mistaken, over, overs, spread
from scripts.benchmarks.duplex_plan import EngineReport
from scripts.benchmarks.duplex_summary import BEGIN, END, markdown, put_into, summary
from scripts.benchmarks.hearing import Outcome


def _said(
    phrase: str = "next",
    *,
    latency: float | None = None,
    ratio: float = 0.0,
    way: str = "counting",
    room: str = "carpet",
    wrong: tuple[str, ...] = (),
    invented: tuple[str, ...] = (),
    softened: float | None = None,
) -> SpokenOver:
    utterance = Utterance("people", phrase, "anna", "timed", Path("x.wav"))
    waited = None if latency is None else latency - 0.1
    heard = latency is not None
    outcome = Outcome(utterance, f"{ratio} dB", heard, list(wrong), list(invented), latency, waited, False, [])
    return SpokenOver(room, ratio, way, outcome, softened, latency, 0.05 if heard else None)


def test_words_are_pooled_over_ways_rooms_and_ratios() -> None:
    said = [_said(latency=0.2), _said(way="instructions"), _said(latency=0.4, room="tiles", ratio=-6.0)]
    found = {(row.ratio, row.way, row.room): (row.right.count, row.right.of) for row in overs(said)}
    assert found[None, "all", "all"] == (2, 3)
    assert found[0.0, "all", "carpet"] == (1, 2)
    assert found[0.0, "counting", "all"] == (1, 1)
    assert found[-6.0, "all", "tiles"] == (1, 1)
    assert (-6.0, "instructions", "all") not in found


def test_a_row_tells_the_losses_and_the_delays_of_its_words() -> None:
    said = [_said(latency=0.2, softened=0.1), _said(latency=0.4, wrong=("back",)), _said(invented=("stop", "back"))]
    row = over(said)
    assert (row.right.count, row.wrong.count, row.invented.count, row.ducked.count) == (2, 1, 1, 1)
    assert (row.latency.n, row.latency.p50, row.computing.p50, row.silent.p50) == (2, 0.3, 0.1, 0.3)
    assert (row.ducking.n, row.ducking.p50, row.backdated.p95) == (1, 0.1, 0.05)


def test_safety_words_over_the_coach_are_told_apart_from_the_rest() -> None:
    row: Over = over([_said("stop", latency=0.2), _said("ouch"), _said(latency=0.8)])
    assert (row.safety.count, row.safety.of, row.safety_latency.p95, row.other_latency.p50) == (1, 2, 0.2, 0.8)


def test_a_spread_leaves_out_what_is_not_there() -> None:
    assert spread([None, 1.0, None, 3.0]) == spread([3.0, 1.0])
    assert (spread([None]).n, spread([None]).p50) == (0, None)


def test_the_words_that_are_lost_most_come_first() -> None:
    said = [_said("next"), _said("next", latency=0.1), _said("back"), _said("pause", latency=0.1, wrong=("stop",))]
    assert list(missed(said)) == ["back", "next"]
    assert [(phrase, share.count) for phrase, share in mistaken(said).items()] == [("pause", 1)]


def test_the_error_of_a_count_is_its_distance_from_its_second() -> None:
    assert counted("late", [5.0, 6.1, 7.2, 8.3]) == Counted("late", 4, 300.0, 300.0, 100.0)
    assert counted("early", [0.0, 0.75, 2.0]).worst_ms == 250.0


def test_a_plain_loop_counts_in_real_time() -> None:
    found = PlainCounting("sleep(1)", [0.2, 0.2]).start().result()
    assert found.counts == 2
    assert found.error_ms >= 200


def test_a_column_without_figures_has_dashes_and_a_row_without_any_is_left_out() -> None:
    alone = AloneReport("vosk", "carpet", -6.0, "heel", "done", 18.8, [FalseCommand("left", 71.5)], 180, 0.5)
    reports = [
        EngineReport("vosk", alone=[alone], suppression_db=[8.0, 20.0, 30.0]),
        EngineReport("baseline", spoken=[_said(latency=0.1)]),
    ]
    table = summary(reports, [Counted("sleep(1)", 30, 15_000.4, 15_000.4, 517.2)])
    rows = dict(table.rows)
    assert rows["false commands in sessions alone, -6 dB"] == ["1 in 19 min", "-"]
    assert rows["commands heard over the coach, 0 dB"] == ["-", "100.0 % (21-100) of 1"]
    assert rows["echo taken out, median of all scenes"] == ["20 dB", "-"]
    assert rows["error of the 30th count; plain: sleep(1)"] == ["0.5 ms at most", "15,000 ms"]
    assert not any(label.startswith("safety") for label in rows)


def test_the_markdown_goes_between_the_marks_and_leaves_the_rest(tmp_path: Path) -> None:
    file = tmp_path / "README.md"
    file.write_text(f"Before\n{BEGIN}\nold\n{END}\nAfter\n")
    about = {"date": "2026-01-02T03:04", "cpu": "a chip", "cores": 2, "python": "3.11", "versions": {"vosk": "0.3.45"}}
    table = markdown(summary([EngineReport("vosk", spoken=[_said(latency=0.1)])], []), about)
    put_into(file, table)
    put_into(file, table)
    text = file.read_text()
    assert text.startswith(f"Before\n{BEGIN}\n|  | coach, Vosk |")
    assert text.endswith(f"vosk 0.3.45.\n{END}\nAfter\n")
    assert "old" not in text
