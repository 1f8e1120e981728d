"""Asserts that the real runner tells the recorder of every second, also while nothing is counted."""

from pathlib import Path

from coach.clock import RATE
from coach.history.recorder import Recorder
from coach.language.intents import Intent, Match
from coach.routines.routine import Routine, Side
from coach.running.runner import Runner
from coach.session.effects import Effect
from coach.session.events import Event
from coach.session.hold import CountStyle
from coach.session.session import Mode, Session, Settings
from coach.speaking.mixer import Mark
from coach.speaking.silent_voice import SilentVoice
from tests.english import ENGLISH
from tests.history.remembering import open_store
from tests.running.test_runner import QuickEdge
from tests.session.driver import BOTH, WELL
from tests.session.test_session_random import BARE

ROUTINE = Routine("Silent", BARE.steps, ())


def test_what_is_held_is_saved_every_second_of_audio_time_though_nothing_is_counted(tmp_path: Path) -> None:
    session = Session(ROUTINE, ENGLISH, Settings(count_style=CountStyle.OFF))
    runner = Runner(session, SilentVoice(), None)
    saved: list[tuple[int, int]] = []
    with open_store(tmp_path) as store:
        recorder = Recorder(store, session, None, print)

        def answer(at: int, event: Event | Mark, effects: list[Effect]) -> None:
            known = {**WELL, **BOTH}.get(session.view().question)
            if known and not session.view().speaking:
                runner.press(Match(Intent.ANSWER, known, known))

        def look(at: int) -> None:
            offer = store.offer(ROUTINE)
            if session.mode is Mode.TIMING and offer and session.view().side is Side.LEFT:
                clock = session.view().clock
                assert clock is not None
                saved.append((offer.resume.feet[Side.LEFT].held["press"].elapsed, clock.held(at)))

        runner.observe(recorder)
        runner.observe(answer)  # type: ignore[arg-type]
        runner.every_second(recorder.tick)
        runner.every_second(look)
        runner.open(QuickEdge(240))
        runner.run()
    assert len(saved) >= 4
    assert all(truth - kept < RATE for kept, truth in saved)
    assert max(kept for kept, _ in saved) >= 4 * RATE
