"""The big screen in each state of a session, driven by the real session."""

from collections.abc import AsyncIterator, Callable, Sequence
from contextlib import asynccontextmanager

from textual.pilot import Pilot

from coach.clock import samples
from coach.language.language import Language
from coach.screen.big import BigScreen, Pane
from coach.screen.digits import paragraph
from coach.session.effects import Effect
from coach.session.events import Event, SentenceBegun
from tests.english import ENGLISH
from tests.session.driver import AFTER, WELL, Company

SIZES = ((80, 24), (160, 50))
PANES = ("foot", "side", "title", "session", "huge", "hold", "caption", "mode", "heard", "offers", "notice")


class Watched(Company):
    """A company whose session is watched: every event is told to the screen, as the runner does."""

    screen: BigScreen | None = None

    def tell(self, event: Event) -> list[Effect]:
        effects = super().tell(event)
        if self.screen:
            self.screen(self.at, event, effects)
        return effects

    def begin_sentence(self) -> None:
        """The coach begins to say what is next."""
        self.tell(SentenceBegun(self.line[0].say_id, 0, self.at))


def _screening(company: Watched) -> None:
    company.begin()
    company.hear_out()
    company.answer_all({question: answer for question, answer in WELL.items() if question != "diabetes"})
    company.hear_out()


def _instruction(company: Watched) -> None:
    company.to_instruction("press")
    company.begin_sentence()


def _hold(company: Watched) -> None:
    company.to_instruction("explore")
    company.hear_out()
    company.end_hold()
    company.hear_out()
    company.at += samples(12.4)


def _achilles(company: Watched) -> None:
    company.to_second(5.2, "achilles")


def _paused(company: Watched) -> None:
    _hold(company)
    company.say("pause")
    company.hear_out()


def _hurts(company: Watched) -> None:
    _hold(company)
    company.say("that hurts")
    company.hear_out()


def _changeover(company: Watched) -> None:
    company.to_instruction("explore")
    company.to_last("skip")
    company.begin_sentence()


def _finished(company: Watched) -> None:
    company.to_instruction("explore")
    company.to_last("skip")
    company.hear_out()
    company.say("ready")
    company.to_last("skip")
    company.answer_all({"tool": "ball"}, AFTER)
    company.begin_sentence()


STATES: dict[str, Callable[[Watched], None]] = {
    "screening": _screening,
    "instruction": _instruction,
    "hold": _hold,
    "achilles": _achilles,
    "paused": _paused,
    "it-hurts": _hurts,
    "changeover": _changeover,
    "finished": _finished,
}


@asynccontextmanager
async def shown(
    state: str,
    size: tuple[int, int] = SIZES[0],
    *,
    light: bool = False,
    calm: bool = False,
    pressed: list[str] | None = None,
    language: Language = ENGLISH,
) -> AsyncIterator[tuple[BigScreen, Watched]]:
    """The screen of that size when a session has come to `state`."""
    company = Watched(language=language)
    keys = pressed if pressed is not None else []
    company.screen = BigScreen(
        lambda: company.view, lambda: company.at, keys.append, lambda: keys.append("quit"), light=light, calm=calm
    )
    async with company.screen.run_test(size=size) as pilot:
        STATES[state](company)
        company.screen.level(-30.0)
        await looked(pilot, company.screen)
        yield company.screen, company


async def looked(pilot: Pilot[None], screen: BigScreen) -> None:
    """Let the screen lay out, and look."""
    await pilot.pause()
    screen.look()
    await pilot.pause()


def shows(screen: BigScreen, words: str, panes: Sequence[str] = PANES) -> bool:
    """Whether `words` are to be read on one of these panes, in letters of whatever size."""
    return any(words in text(screen, [name]) or _shows_big(screen, words, name) for name in panes)


def _shows_big(screen: BigScreen, words: str, name: str) -> bool:
    """Whether `words` stand on one line of big letters."""
    lines = screen.query_one(f"#{name}", Pane).text.splitlines()
    drawn = [[row.rstrip() for row in paragraph(words, 10_000, 99, scale)] for scale in (1, 2, 3)]
    return any(
        rows and all(row in line for row, line in zip(rows, lines[at:], strict=False)) and len(lines) - at >= len(rows)
        for rows in drawn
        for at in range(len(lines))
    )


def text(screen: BigScreen, panes: Sequence[str] = PANES) -> str:
    """All that is to be read on these panes, without any style."""
    return "\n".join(screen.query_one(f"#{name}", Pane).text for name in panes)
