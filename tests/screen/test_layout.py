"""Whatever is spoken is whole on the screen, with what can be said and the safety words, at every size."""

from collections.abc import Iterator
from dataclasses import replace

import pytest

from coach.clock import samples
from coach.language.catalogues import load_language
from coach.language.intents import ANSWERS, NUMBERS, TOOLS, YES_NO, Live
from coach.language.language import Language
from coach.routines.library import built_in
from coach.routines.reader import read_routine
from coach.screen.digits import paragraph
from coach.screen.layout import Line, arranged
from coach.screen.plain import offers, safety
from coach.screen.scene import Scene, Story
from tests.session.driver import Company

SIZES = [(width, height) for width in (40, 50, 60, 72, 80, 100, 120, 160, 207, 300) for height in (12, 16, 20, 24, 36)]
SIZES += [(width, height) for width in (40, 55, 83, 91, 110, 124, 138, 300) for height in (30, 40, 45, 50, 60, 80)]
LANGUAGES = {code: load_language(code) for code in ("en", "de")}
ASKED = (YES_NO, frozenset(NUMBERS) | {"skip"}, frozenset(TOOLS), frozenset({"left", "right", "both"}))
LIVES = (Live(timed=True), Live(waiting=True), Live(timed=True, paused=True), *(Live(answers=set_) for set_ in ASKED))


def spoken(language: Language) -> Iterator[str]:
    """Every sentence that can be spoken, fixed, naming, or of the built-in routine."""
    wording = language.wording
    yield from (*wording.sentences(), *wording.naming)
    for live in LIVES:
        yield from (wording.not_now(live), wording.nearly(live), *wording.help_text(live))
    yield from (wording.ask_for_key(answers) for answers in ASKED)
    routine = read_routine(built_in()["heel" if language.code == "en" else "heel.de"])
    for step in routine.foot_steps:
        yield from (*step.instruction, *step.caution, wording.as_before_step(step), wording.comes_next(step))


def scene(language: Language, live: Live, *, counts: bool) -> Scene:
    """A moment with these words offered; with seconds if `counts`."""
    plain = Story(Company(language=language).view).scene(samples(0))
    labels = language.labels
    offered = replace(
        plain, offers=offers(live, language), safety=safety(live, language), asked=bool(live.answers), held=None
    )
    if counts:
        return replace(offered, huge="27", state=labels.hold, unit=labels.seconds_left, held=(3, 30))
    return replace(offered, huge=labels.yes_or_no, state=labels.answer, unit="")


def flat(lines: list[Line]) -> str:
    return " ".join(" ".join("".join(text for text, _ in line) for line in lines).split())


def whole(text: str, lines: list[Line], width: int) -> bool:
    """Whether `text` is to be read there, in small letters or in big ones of some size."""
    rows = ["".join(piece for piece, _ in line).rstrip() for line in lines]
    drawings = ([row.rstrip() for row in paragraph(text, width, 999, scale)] for scale in (1, 2, 3))
    return " ".join(text.split()) in flat(lines) or any(big and rows[: len(big)] == big for big in drawings)


@pytest.mark.parametrize("code", LANGUAGES)
@pytest.mark.parametrize("live", LIVES, ids=lambda live: "-".join(sorted(live.answers)[:2]) or f"{live.timed:d}")
def test_what_is_spoken_is_whole_at_every_size(code: str, live: Live) -> None:
    language = LANGUAGES[code]
    sentences = sorted(set(spoken(language)), key=len)
    longest = [*sentences[-12:], *sentences[:: len(sentences) // 12]]
    base = scene(language, live, counts=live.timed and not live.answers)
    missing = [
        (size, text)
        for size in SIZES
        for text in longest
        if not whole(text, arranged(replace(base, caption=text), *size)["caption"], size[0])
    ]
    assert missing == []


@pytest.mark.parametrize("code", LANGUAGES)
@pytest.mark.parametrize("size", [(40, 12), (60, 18), (80, 24), (83, 36), (110, 40)])
def test_every_sentence_there_is_is_whole_at_the_sizes_that_are_common(code: str, size: tuple[int, int]) -> None:
    language = LANGUAGES[code]
    base = scene(language, Live(answers=YES_NO), counts=False)
    missing = [
        text
        for text in sorted(set(spoken(language)))
        if not whole(text, arranged(replace(base, caption=text), *size)["caption"], size[0])
    ]
    assert missing == []


@pytest.mark.parametrize("code", LANGUAGES)
@pytest.mark.parametrize("live", LIVES, ids=lambda live: "-".join(sorted(live.answers)[:2]) or f"{live.timed:d}")
def test_answers_with_their_keys_and_the_safety_words_are_there_at_every_size(code: str, live: Live) -> None:
    language = LANGUAGES[code]
    longest = max(spoken(language), key=len)
    base = scene(language, live, counts=live.timed and not live.answers)
    for width, height in SIZES:
        lines = arranged(replace(base, caption=longest), width, height)["offers"]
        wanted = (*(base.offers if live.answers else ()), *base.safety)
        unseen = [word for word in wanted if word not in flat(lines) and not _big(word, lines)]
        assert unseen == [], (width, height)


def _big(word: str, lines: list[Line]) -> bool:
    rows = ["".join(text for text, _ in line) for line in lines]
    drawn = [row.rstrip() for row in paragraph(word, 999, 3, 1)]
    return any(all(d in row for d, row in zip(drawn, rows[at : at + 3], strict=False)) for at in range(len(rows) - 2))


def test_no_arrangement_leaves_its_room() -> None:
    language = LANGUAGES["de"]
    for live in LIVES:
        base = scene(language, live, counts=live.timed)
        for text in ("", "Kurz.", max(spoken(language), key=len)):
            for width, height in SIZES:
                lines = [
                    line for pane in arranged(replace(base, caption=text), width, height).values() for line in pane
                ]
                assert len(lines) == height
                assert max(sum(len(piece) for piece, _ in line) for line in lines) <= max(width, 60)


def test_seconds_stay_as_large_for_a_short_sentence_as_for_a_long_one() -> None:
    base = scene(LANGUAGES["en"], Live(timed=True), counts=True)
    short, long = (arranged(replace(base, caption="Press. " * times), 83, 36)["huge"] for times in (1, 12))
    assert [line for line in short if line] == [line for line in long if line]


def test_every_answer_has_a_case_here() -> None:
    assert {answer for answers in ASKED for answer in answers} >= set(ANSWERS) - {"go on", "end"}
