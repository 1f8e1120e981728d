"""The big screen in a terminal of either size, with a real session behind it."""

import asyncio
import re
import subprocess
import sys
from collections.abc import Awaitable, Callable
from pathlib import Path

import pytest

from coach.clock import samples
from coach.errors import SoundError
from coach.language.catalogues import load_language
from coach.language.intents import SAFETY
from coach.screen.big import BigScreen, Pane
from coach.screen.digits import fit
from coach.screen.plain import offers
from coach.session.events import MicrophoneLost
from tests.english import ANSWER_KEYS, COMMAND_KEYS, COMMANDS, ENGLISH
from tests.screen.big_states import SIZES, STATES, Watched, shown, shows, text

ROOT = Path(__file__).resolve().parents[2]
PICTURES = ROOT / "docs" / "pictures"
GERMAN = load_language("de")
EXPECTED = {
    "screening": ("A few questions", "diabetes?", "stop (s)", "yes (y)", "no (n)", "for your answer"),
    "instruction": ("Steady pressure", "step 2 of 5", "HEEL", "press and hold", "Speaking", "seconds left"),
    "hold": (
        "Steady pressure",
        "3 more on this foot",
        "HEEL",
        "pause (Space)",
        "stop (s)",
        "the clock runs",
        "with a thumb.",
    ),
    "achilles": ("Achilles tendon", "ACHILLES", "side to side", "from behind", "time left (t)"),
    "paused": ("Paused", "continue (c)", "heard “pause”: taken", "11 of 30 s"),
    "it-hurts": ("PAUSED", "strong?", "go on (g)", "heard “that hurts”: taken"),
    "changeover": ("The other foot", "RIGHT FOOT", "foot up.", "50 %"),
    "finished": ("The end", "all.", "100 %"),
}
BIG = {"hold": "19", "paused": "19", "instruction": "30", "achilles": "15", "it-hurts": "SHARP?", "finished": "GOODBYE"}


def play(scene: Callable[[], Awaitable[None]]) -> None:
    asyncio.run(asyncio.wait_for(scene(), 30))


@pytest.mark.parametrize("size", SIZES)
@pytest.mark.parametrize("state", STATES)
def test_each_state_says_in_words_all_that_matters(state: str, size: tuple[int, int]) -> None:
    async def scene() -> None:
        async with shown(state, size) as (screen, company):
            assert [words for words in EXPECTED[state] if not shows(screen, words)] == []
            flat = " ".join(text(screen, ["offers"]).split())
            unseen = [offer for offer in offers(company.live, ENGLISH) if offer not in flat]
            assert [offer for offer in unseen if not shows(screen, offer, ["offers"])] == []

    play(scene)


IN_GERMAN = {
    "screening": ("Ein paar Fragen", "Diabetes?", "stopp (s)", "ja (j)", "nein (n)", "auf deine Antwort"),
    "instruction": ("Schritt 2 von 5", "FERSE", "drücken und halten", "Spricht", "Sekunden übrig"),
    "hold": ("noch 3 an diesem Fuß", "FERSE", "linker Fuß, Sohle", "pause (Leertaste)", "stopp (s)", "die Uhr läuft"),
    "achilles": ("ACHILLESSEHNE", "hin und her", "von hinten", "wie lange noch (r)"),
    "paused": ("Pause", "fortsetzen (f)", "verstanden", "11 von 30 s"),
    "it-hurts": ("PAUSE", "weitermachen (w)", "beenden (e)"),
    "changeover": ("Der andere Fuß", "RECHTER", "50 %"),
    "finished": ("Ende", "100 %"),
}


@pytest.mark.parametrize("size", SIZES)
@pytest.mark.parametrize("state", STATES)
def test_each_state_says_all_that_matters_in_another_language_too(state: str, size: tuple[int, int]) -> None:
    async def scene() -> None:
        async with shown(state, size, language=GERMAN) as (screen, company):
            assert [words for words in IN_GERMAN[state] if not shows(screen, words)] == []
            flat = " ".join(text(screen, ["offers"]).split())
            unseen = [offer for offer in offers(company.live, GERMAN) if offer not in flat]
            assert [offer for offer in unseen if not shows(screen, offer, ["offers"])] == []

    play(scene)


@pytest.mark.parametrize("size", SIZES)
@pytest.mark.parametrize("state", BIG)
def test_the_seconds_or_the_word_that_matters_are_huge(state: str, size: tuple[int, int]) -> None:
    async def scene() -> None:
        async with shown(state, size) as (screen, _):
            pane = screen.query_one("#huge", Pane)
            width, height = pane.size
            lines = pane.text.splitlines()
            drawings = [fit(BIG[state], width, rows) for rows in (height, height // 2, 3)]
            seen = [drawn for drawn in drawings if [line[: len(drawn[0])] for line in lines[: len(drawn)]] == [*drawn]]
            assert max(map(len, seen)) >= (height // 2 if state in {"hold", "paused", "instruction", "achilles"} else 3)

    play(scene)


def test_no_state_needs_colour_to_be_told_from_another_or_to_see_the_zone() -> None:
    async def scene() -> None:
        seen = {}
        for state in STATES:
            async with shown(state) as (screen, company):
                seen[state] = text(screen, ["huge", "title", "mode", "offers"])
                lit = "██" in text(screen, ["foot"])
                assert lit is (company.view.step is not None)
        assert len(set(seen.values())) == len(STATES)

    play(scene)


def test_without_colours_no_colour_is_drawn(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("NO_COLOR", "1")

    async def scene() -> None:
        async with shown("hold") as (screen, _):
            svg = screen.export_screenshot()
            inside = svg[svg.index("-matrix") :]
            used = set(re.findall(r'-(r\d+)"', inside))
            styles = re.findall(r"-(r\d+) { fill: (#\w+)", svg)
            assert len({colour for name, colour in styles if name in used}) <= 2  # Letters, and letters reversed.
            assert "HEEL" in text(screen)

    play(scene)


def test_every_key_of_the_table_reaches_the_session_by_its_name() -> None:
    names = {"space": "space", "enter": "enter", "escape": "escape", "right-arrow": "right", "left-arrow": "left"}
    wanted = [*dict.fromkeys([*(key for keys in COMMAND_KEYS.values() for key in keys), *ANSWER_KEYS.values()])]

    async def scene() -> None:
        pressed: list[str] = []
        async with shown("hold", pressed=pressed) as (screen, _):
            for key in wanted:
                screen.simulate_key(names.get(key, key)) if key in names or key.isalnum() else await _type(screen, key)
            await asyncio.sleep(0.1)
        assert pressed == wanted

    play(scene)


async def _type(screen: BigScreen, letter: str) -> None:
    from textual.events import Key

    screen.post_message(Key("sign", letter))


def test_control_c_asks_to_leave() -> None:
    async def scene() -> None:
        pressed: list[str] = []
        async with shown("hold", pressed=pressed) as (screen, _):
            screen.simulate_key("ctrl+c")
            await asyncio.sleep(0.1)
        assert pressed == ["quit"]

    play(scene)


def test_the_seconds_follow_the_audio_time_without_any_event() -> None:
    async def scene() -> None:
        async with shown("hold") as (screen, company):
            before = text(screen, ["hold"])
            company.at += samples(5)
            screen.look()
            assert "11 of 30 s" in before
            assert "16 of 30 s" in text(screen, ["hold"])

    play(scene)


def test_a_line_that_stays_as_it_was_is_not_drawn_again(monkeypatch: pytest.MonkeyPatch) -> None:
    async def scene() -> None:
        async with shown("hold") as (screen, company):
            drawn: list[str] = []
            monkeypatch.setattr(Pane, "refresh", lambda pane, *regions, **_: drawn.extend([pane.id] * len(regions)))
            company.at += samples(0.1)
            screen.look()
            assert drawn == []
            company.at += samples(1)
            screen.look()
            assert set(drawn) <= {"huge", "hold", "session"}
            assert drawn.count("hold") == 1

    play(scene)


@pytest.mark.parametrize("calm", [False, True])
def test_the_movement_moves_unless_its_user_wants_it_still(calm: bool, monkeypatch: pytest.MonkeyPatch) -> None:
    async def scene() -> None:
        async with shown("achilles", calm=calm) as (screen, company):
            drawn: list[object] = []
            monkeypatch.setattr(screen, "_lay_out", drawn.append)
            seen = {text(screen, ["foot"])}
            for _ in range(4):
                company.at += samples(0.2)
                screen.look()
                seen.add(text(screen, ["foot"]))
            assert (len(seen) == 1) is calm
            assert len(drawn) <= 2  # The words are laid out anew for the seconds and the bars alone.

    play(scene)


def test_what_is_held_still_and_what_is_paused_is_drawn_still() -> None:
    async def scene() -> None:
        for state in ("hold", "paused"):
            async with shown(state) as (screen, company):
                foot = text(screen, ["foot"])
                company.at += samples(0.7)
                screen.look()
                assert text(screen, ["foot"]) == foot

    play(scene)


def test_another_size_is_laid_out_anew_and_a_small_one_keeps_the_words() -> None:
    async def scene() -> None:
        async with shown("hold", (160, 50)) as (screen, company):
            pilot_size = screen.query_one("#foot", Pane).size
            for width, height in ((80, 24), (40, 12)):
                await resized(screen, width, height)
                assert shows(screen, "Steady pressure", ["title"])
                assert screen.query_one("#words").size.height == height
                assert screen.query_one("#huge", Pane).text.strip()
            assert pilot_size.width > 40
            assert not screen.query_one("#foot", Pane).display
            assert company.finished == ""

    play(scene)


async def resized(screen: BigScreen, width: int, height: int) -> None:
    from textual.events import Resize
    from textual.geometry import Size

    size = Size(width, height)
    if screen._driver:
        screen._driver._size = (width, height)
    screen.post_message(Resize(size, size))
    await asyncio.sleep(0.4)
    screen.look()


def test_a_notice_a_level_and_a_meaningless_key_are_shown() -> None:
    async def scene() -> None:
        async with shown("hold") as (screen, company):
            screen.level(-6.0)
            screen.unknown("z")
            screen.look()
            assert "too loud" in text(screen, ["mode"])
            assert "z means nothing now; ? is for help." in text(screen, ["notice"])
            company.at += samples(21)
            screen.look()
            assert text(screen, ["notice", "mode"]).strip().endswith("on")

    play(scene)


def test_without_a_microphone_the_keys_are_offered_and_not_the_words() -> None:
    async def scene() -> None:
        for size in SIZES:
            async with shown("hold", size) as (screen, company):
                assert "say: pause" in text(screen, ["offers"])
                company.tell(MicrophoneLost(company.at))
                company.hear_out()
                screen.look()
                assert "keys: pause" in text(screen, ["offers"])
                assert "keys only" in text(screen, ["mode"]).lower()

    play(scene)


def test_light_and_dark_show_the_same_words() -> None:
    async def scene() -> None:
        async with shown("hold") as (dark, _), shown("hold", light=True) as (light, _):
            assert text(dark) == text(light)
            assert dark.theme != light.theme

    play(scene)


def test_show_gives_what_the_session_gave_and_raises_what_it_raised(monkeypatch: pytest.MonkeyPatch) -> None:
    company = Watched()
    run = BigScreen.run

    def headless(screen: BigScreen, **_: object) -> None:
        run(screen, headless=True)

    monkeypatch.setattr(BigScreen, "run", headless)
    screens = [BigScreen(lambda: company.view, lambda: company.at, lambda _: None, lambda: None) for _ in range(2)]

    def fail() -> str:
        raise SoundError("connect a speaker.")

    assert screens[0].show(lambda: "over") == "over"
    with pytest.raises(SoundError, match="connect a speaker"):
        screens[1].show(fail)


def test_the_safety_words_are_offered_in_every_state_of_a_step() -> None:
    async def scene() -> None:
        for state in ("instruction", "hold", "paused", "changeover"):
            async with shown(state) as (screen, _):
                flat = " ".join(text(screen, ["offers"]).split())
                assert [COMMANDS[intent][0] for intent in SAFETY if COMMANDS[intent][0] not in flat] == []

    play(scene)


def test_what_matters_is_in_big_letters_too_where_there_are_rows_for_it() -> None:
    big = {
        "screening": (("title", "A few questions"), ("caption", "diabetes"), ("offers", "yes (y), no (n)")),
        "hold": (("title", "Steady pressure"), ("caption", "Press with a thumb."), ("heard", "heard “ready”: taken")),
        "paused": (("offers", "continue (c)"), ("offers", "that hurts (h), stop (s)")),
        "it-hurts": (("caption", "strong?"), ("offers", "go on (g), end (e)")),
    }

    async def scene() -> None:
        for state, wanted in big.items():
            async with shown(state, SIZES[1]) as (screen, _):
                unseen = [words for pane, words in wanted if words in text(screen, [pane]).splitlines()]
                missing = [words for pane, words in wanted if not shows(screen, words, [pane])]
                assert (unseen, missing) == ([], [])

    play(scene)


def test_a_question_is_in_big_letters_on_eighty_columns_if_it_is_short() -> None:
    async def scene() -> None:
        async with shown("it-hurts", SIZES[0]) as (screen, _):
            assert "strong?" not in text(screen)
            assert shows(screen, "Is it")
            assert shows(screen, "strong?")

    play(scene)


def test_the_pictures_kept_are_what_the_program_shows() -> None:
    script = ROOT / "scripts" / "screenshots"
    checked = subprocess.run((sys.executable, script, "--check"), capture_output=True, text=True, timeout=120)
    assert checked.returncode == 0, checked.stdout


@pytest.mark.parametrize("state", STATES)
def test_the_pictures_load_nothing_from_elsewhere(state: str) -> None:
    for width, height in SIZES:
        picture = (PICTURES / f"{state}-{width}x{height}.svg").read_text(encoding="utf-8")
        assert set(re.findall(r"https?://[^\"' )]*", picture)) == {"http://www.w3.org/2000/svg"}
