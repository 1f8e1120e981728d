"""Whatever is spoken is whole on the screen, with what can be said and the safety words, at every size."""

from collections.abc import Iterator
from dataclasses import replace
from functools import cache

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from coach.clock import samples
from coach.language.catalogues import load_language
from coach.language.intents import ANSWERS, NUMBERS, TOOLS, YES_NO, Live
from coach.language.language import Language
from coach.routines.library import built_in
from coach.routines.reader import read_routine
from coach.screen.digits import fit, paragraph
from coach.screen.layout import Line, arranged
from coach.screen.plain import offers, safety
from coach.screen.scene import Scene, Story
from tests.session.driver import Company

WIDTHS, HEIGHTS = range(40, 301), range(12, 81)
COMMON = [(40, 12), (60, 18), (80, 24), (83, 36), (110, 40)]
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
        return replace(offered, huge="27", state=labels.hold, unit=labels.seconds_left, held=(3, 30), counting=True)
    return replace(offered, huge=labels.yes_or_no, state=labels.answer, unit="")


def flat(lines: list[Line]) -> str:
    return " ".join(" ".join("".join(text for text, _ in line) for line in lines).split())


def whole(text: str, lines: list[Line], width: int) -> bool:
    """Whether `text` is to be read there, in small letters or in big ones of some size."""
    rows = ["".join(piece for piece, _ in line).rstrip() for line in lines]
    drawings = ([row.rstrip() for row in paragraph(text, width, 999, scale)] for scale in (1, 2, 3))
    return " ".join(text.split()) in flat(lines) or any(big and rows[: len(big)] == big for big in drawings)


@cache
def sentences(code: str) -> tuple[str, ...]:
    return tuple(sorted(set(spoken(LANGUAGES[code]))))


def unread(code: str, live: Live, text: str, size: tuple[int, int]) -> list[str]:
    """What of it cannot be read on a screen of that size: the sentence, the answers with their keys, safety words."""
    base = scene(LANGUAGES[code], live, counts=live.timed and not live.answers)
    panes = arranged(replace(base, caption=text), *size)
    lines = [line for pane in panes.values() for line in pane]
    assert len(lines) == size[1]
    wanted = (*(base.offers if live.answers else ()), *base.safety)
    missing = [word for word in wanted if word not in flat(panes["offers"]) and not _big(word, panes["offers"])]
    return [*missing, *([] if whole(text, panes["caption"], size[0]) else [text])]


@settings(max_examples=150, deadline=None, derandomize=True)
@given(data=st.data(), width=st.sampled_from(WIDTHS), height=st.sampled_from(HEIGHTS), live=st.sampled_from(LIVES))
@pytest.mark.parametrize("code", LANGUAGES)
def test_all_that_is_spoken_can_be_read_with_its_answers_at_any_size(
    code: str, data: st.DataObject, width: int, height: int, live: Live
) -> None:
    text = data.draw(st.sampled_from(sentences(code)))
    assert unread(code, live, text, (width, height)) == []


@pytest.mark.parametrize("code", LANGUAGES)
@pytest.mark.parametrize("size", COMMON)
def test_the_longest_sentences_can_be_read_with_all_answers_at_the_sizes_that_are_common(
    code: str, size: tuple[int, int]
) -> None:
    longest = sorted(sentences(code), key=len)[-6:]
    assert [found for live in LIVES for text in longest if (found := unread(code, live, text, size))] == []


@pytest.mark.long
@pytest.mark.parametrize("code", LANGUAGES)
@pytest.mark.parametrize("width", WIDTHS)
def test_all_that_is_spoken_can_be_read_at_every_size(code: str, width: int) -> None:
    """At every size one sentence, and at each width a quarter of all of them, so that each is seen at every fourth."""
    texts = sentences(code)
    every = [(HEIGHTS[n % len(HEIGHTS)], text) for n, text in enumerate(texts[width % 4 :: 4])]
    some = [(height, texts[(31 * width + 7 * height) % len(texts)]) for height in HEIGHTS]
    found = [
        (height, missing)
        for n, (height, text) in enumerate((*every, *some))
        if (missing := unread(code, LIVES[(n + width) % len(LIVES)], text, (width, height)))
    ]
    assert found == []


def _big(word: str, lines: list[Line]) -> bool:
    rows = ["".join(text for text, _ in line) for line in lines]
    drawn = [row.rstrip() for row in paragraph(word, 999, 4, 1)]
    return any(
        all(d in row for d, row in zip(drawn, rows[at : at + 4], strict=False))
        for at in range(len(rows) - len(drawn) + 1)
    )


def test_no_arrangement_leaves_its_room() -> None:
    language = LANGUAGES["de"]
    for live in LIVES:
        base = scene(language, live, counts=live.timed)
        for text in ("", "Kurz.", max(spoken(language), key=len)):
            for width, height in (*COMMON, (300, 80), (160, 50), (200, 30)):
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


@pytest.mark.parametrize("code", LANGUAGES)
def test_the_seconds_are_large_on_the_smallest_screen_too(code: str) -> None:
    panes = arranged(replace(scene(LANGUAGES[code], Live(timed=True), counts=True), caption="Press."), 40, 12)
    assert panes["huge"][0][0][0].strip() == fit("27", 40, 3)[0].strip()


@pytest.mark.parametrize("size", COMMON)
def test_neither_the_foot_nor_what_was_heard_is_large_where_what_matters_is_not(size: tuple[int, int]) -> None:
    for live in LIVES:
        base = scene(LANGUAGES["en"], live, counts=False)
        panes = arranged(replace(base, heard="heard “no”: taken", caption="So it is. " * 20), *size)
        if len(panes["huge"]) == 1:
            assert len(panes["side"]) <= 1
        if len(panes["huge"]) == 1 or size[1] < 36:
            assert len(panes["heard"]) <= 1


def test_an_instruction_is_larger_than_the_seconds_until_they_count() -> None:
    counting = replace(scene(LANGUAGES["en"], Live(timed=True), counts=True), caption="Press with a thumb.")
    told = arranged(replace(counting, counting=False), 54, 24)
    assert len(told["huge"]) < len(told["caption"])
    counted = arranged(counting, 54, 24)
    assert len(counted["huge"]) > len(counted["caption"])
