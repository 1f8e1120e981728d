"""The screen to be read from across the room: a full-screen view of the session, for a terminal.

Observes the runner from the runner's thread, and looks at the audio time five times a second; draws only what changed.
"""

import os
import sys
import threading
import time
from collections.abc import Callable, Sequence
from concurrent.futures import Future
from dataclasses import replace
from typing import ClassVar, TypeVar

from rich.segment import Segment
from rich.style import Style
from textual.app import App, ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Horizontal, Vertical
from textual.driver import Driver
from textual.events import Key
from textual.geometry import Region
from textual.message import Message
from textual.strip import Strip
from textual.theme import Theme
from textual.widget import Widget

from coach.machine.quiet_stderr import quiet
from coach.screen.layout import KINDS, WORDS, Line, arranged, drawing
from coach.screen.plain import unknown_key
from coach.screen.scene import Scene, Story
from coach.screen.terminal import descriptor_to_draw_on, has_braille
from coach.session.effects import Effect
from coach.session.events import Event
from coach.session.view import View
from coach.speaking.mixer import Mark

LOOK = 0.2
"""Seconds between looks at the time."""
SESSION_ENDS_WITHIN = 5.0
"""Seconds the session has to end, once the screen is gone."""

T = TypeVar("T")
_KEYS = {"right": "right-arrow", "left": "left-arrow", "space": "space", "enter": "enter", "escape": "escape"}

DARK = Theme(
    "coach-dark",
    primary="#ffb000",
    background="#000000",
    foreground="#ffffff",
    variables={"lit": "#ffb000", "foot": "#8a8a8a", "hand": "#ffffff", "dim": "#b8b8b8"},
)
LIGHT = Theme(
    "coach-light",
    primary="#a03c00",
    background="#ffffff",
    foreground="#000000",
    dark=False,
    variables={"lit": "#a03c00", "foot": "#767676", "hand": "#000000", "dim": "#505050"},
)


class Pane(Widget):
    """Lines of text in a fixed place; a line that stays as it was is not drawn again."""

    COMPONENT_CLASSES: ClassVar[set[str]] = {f"pane--{kind}" for kind in KINDS}

    class Resized(Message):
        """A pane has another size now."""

    def __init__(self, name: str) -> None:
        super().__init__(id=name)
        self._lines: tuple[Line, ...] = ()
        self._styles: dict[str, Style] = {}
        self._styles_of = ""

    def put(self, lines: Sequence[Line]) -> None:
        """Show `lines` from the top."""
        before, self._lines = self._lines, tuple(lines)
        longest = max(len(before), len(self._lines))
        changed = [y for y in range(longest) if before[y : y + 1] != self._lines[y : y + 1]]
        if changed:
            self.refresh(*(Region(0, y, self.size.width, 1) for y in changed))

    def on_resize(self) -> None:
        """What stands here is to be laid out anew."""
        self.post_message(self.Resized())

    def render_line(self, y: int) -> Strip:
        """Line `y`, as Textual asks for it."""
        line = self._lines[y] if y < len(self._lines) else ()
        segments = [Segment(text, self._style(kind)) for text, kind in line]
        return Strip(segments).adjust_cell_length(self.size.width, self.rich_style)

    def _style(self, kind: str) -> Style:
        """Of that kind of piece; kept, because to work it out takes longer than to draw with it."""
        if self._styles_of != self.app.theme:
            self._styles_of = self.app.theme
            self._styles = {each: self.get_component_rich_style(f"pane--{each}") for each in KINDS}
        return self._styles[kind]

    @property
    def text(self) -> str:
        """What is to be read here, without any style."""
        return "\n".join("".join(piece for piece, _ in line) for line in self._lines)


class BigScreen(App[None]):
    """The session on a whole terminal. `show` runs it in the main thread; all other methods may be called from any."""

    CSS_PATH = "big.tcss"
    ENABLE_COMMAND_PALETTE = False
    HORIZONTAL_BREAKPOINTS = [(0, "-narrow"), (60, "-usual"), (120, "-wide")]  # noqa: RUF012 - Textual declares it
    VERTICAL_BREAKPOINTS = [(0, "-short"), (20, "-high"), (36, "-tall")]  # noqa: RUF012
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("ctrl+c,ctrl+q", "leave", show=False, priority=True),
        Binding("d", "dark_or_light", show=False),
    ]

    class Changed(Message):
        """Something happened that may be seen."""

    def __init__(
        self,
        view: Callable[[], View],
        position: Callable[[], int],
        press: Callable[[str], None],
        leave: Callable[[], None],
        *,
        died: Callable[[BaseException | None], None] | None = None,
        hears: bool = True,
        light: bool | None = None,
        calm: bool = False,
    ) -> None:
        """`view` is called in the thread of the observer only, but for once now; `position` gives the audio time.

        `died`, if given, is told that the terminal or this screen failed, and why; the session then goes on without.
        `press` gets the names of `language.keys`, `leave` is called at Ctrl-C. `light`: dark letters on a light ground;
        None: as the terminal says of itself, else dark. `calm`: nothing moves but the seconds.
        """
        super().__init__(driver_class=_driver(), ansi_color="NO_COLOR" in os.environ)
        self._view, self._position, self._press, self._leave = view, position, press, leave
        self._story = Story(view(), hears=hears, calm=calm)
        self._braille = has_braille()
        self._language = view().language
        self._lock = threading.Lock()
        self._seen: tuple[int, Scene, object] | None = None
        self._told = False
        self._died = died
        self._looked_at: float | None = None
        self._least_apart = 0.0
        """Seconds between two drawings, at least."""
        self._session_over = False
        self._leaving = self._given_up = False
        self._drawn_at = 0.0
        for theme in (DARK, LIGHT):
            self.register_theme(theme)
        self.theme = (LIGHT if (_is_light() if light is None else light) else DARK).name

    # --- from any thread --------------------------------------------------------------------------------------------

    def show(self, run: Callable[[], T]) -> T:
        """Show the session while `run` holds it in a thread of its own; gives its result or raises its error."""
        outcome: Future[T] = Future()
        thread = threading.Thread(target=self._hold, args=(run, outcome), name="runner", daemon=True)
        with quiet():
            thread.start()
            fault = self._shown()
            if self._session_over or self._leaving or self._died is None:
                if not outcome.done():  # The screen has ended before the session.
                    self._leave()
                thread.join(SESSION_ENDS_WITHIN)
        if self._died and not (outcome.done() or self._session_over or self._leaving):
            self._died(fault)
            return outcome.result()
        if not outcome.done():
            raise KeyboardInterrupt
        return outcome.result()

    def _shown(self) -> BaseException | None:
        """Show it to its end; gives what was the matter, if anything was."""
        try:
            self.run(mouse=False)
        except Exception as fault:
            if self._died is None:
                raise
            return fault
        finally:
            self._looked_at = None
        return self._exception

    def give_up(self) -> None:
        """There is no terminal any more: end this screen, not the session."""
        self._given_up = True
        self._wake()

    def shed(self) -> None:
        """Draw once a second at most: the machine is too slow for more."""
        self._least_apart = 1.0

    @property
    def stuck_for(self) -> float:
        """Seconds since it looked last, which it does several times a second; 0 where it is not shown."""
        looked = self._looked_at
        return 0.0 if looked is None else max(0.0, time.monotonic() - looked - LOOK)

    def close(self) -> None:
        """Leave the screen."""
        self._session_over = True
        self._wake()

    def __call__(self, at: int, event: Event | Mark, effects: Sequence[Effect]) -> None:
        """Observe one event and what came of it."""
        with self._lock:
            self._story.tell(self._view(), event, effects)
        self._wake()

    def line(self, text: str) -> None:
        """Show one line for a while."""
        with self._lock:
            self._story.notify(text, self._position())
        self._wake()

    def unknown(self, key: str) -> None:
        """Tell that a key means nothing now."""
        self.line(unknown_key(key if key.isprintable() and len(key) < 20 else "", self._language))

    def level(self, dbfs: float) -> None:
        """The level at the microphone, in dB of full scale. Shown at the next look."""
        with self._lock:
            self._story.hear_level(dbfs, self._position())

    def _hold(self, run: Callable[[], T], outcome: "Future[T]") -> None:
        try:
            outcome.set_result(run())
        except BaseException as error:
            outcome.set_exception(error)  # Raised again in `show`.
        finally:
            self.close()

    def _wake(self) -> None:
        """Have the screen look, once for all that was told since it looked last."""
        if self.is_running and not self._told:
            self._told = True
            self.post_message(self.Changed())

    # --- Textual's side ---------------------------------------------------------------------------------------------

    def compose(self) -> ComposeResult:
        """The panes, from the left and from the top."""
        with Horizontal():
            yield Pane("foot")
            with Vertical(id="words"):
                for name in WORDS:
                    yield Pane(name)

    def on_mount(self) -> None:
        """Begin to look at the time."""
        self.set_interval(LOOK, self.look)
        self.call_after_refresh(self.look)

    def on_pane_resized(self) -> None:
        """Lay everything out anew, once for all panes."""
        self._seen = None
        self._wake()

    def on_big_screen_changed(self) -> None:
        """Look at what happened."""
        self._told = False
        self.look()

    def on_key(self, event: Key) -> None:
        """Every key but the screen's own goes to the session."""
        name = _KEYS.get(event.key) or (event.character if event.is_printable else None)
        if name:
            event.stop()
            self._press(name)

    def action_leave(self) -> None:
        """Ctrl-C: end the session; a second time, leave at once."""
        if self._leaving:
            self.exit()
        self._leaving = True
        self._leave()

    def action_dark_or_light(self) -> None:
        """Change between dark and light."""
        self.theme = LIGHT.name if self.theme == DARK.name else DARK.name

    def look(self) -> None:
        """Draw what changed since the last look."""
        now = time.monotonic()
        self._looked_at = now
        if self._session_over or self._given_up:
            self.exit()
            return
        if now - self._drawn_at < self._least_apart:
            return
        self._drawn_at = now
        with self._lock:
            scene = self._story.scene(self._position())
        room = tuple(part.size for part in self.query("#foot, #words"))
        if len(room) < 2:  # The screen is being set up, or taken down.
            return
        still = replace(scene, picture=0)  # Where only the drawing moves, nothing else is worked out anew.
        if (scene.picture, still, room) == self._seen:
            return
        before, self._seen = self._seen, (scene.picture, still, room)
        self._draw_foot(scene)
        if before is None or before[1:] != self._seen[1:]:
            self._lay_out(scene)

    def _draw_foot(self, scene: Scene) -> None:
        foot = self.query_one("#foot", Pane)
        foot.put(drawing(scene, *foot.size, plain=not self._braille) if all(foot.size) else ())

    def _lay_out(self, scene: Scene) -> None:
        """Fill every pane of words, and give each its rows."""
        words = self.query_one("#words", Vertical)
        self.set_class(scene.foot.zone is None, "-still")
        if not all(words.size):
            return
        for name, lines in arranged(scene, *words.size).items():
            pane = self.query_one(f"#{name}", Pane)
            pane.styles.height = len(lines)
            pane.put(lines)


# --- the terminal ---------------------------------------------------------------------------------------------------


def _is_light() -> bool:
    """Whether the terminal says that its ground is light: COLORFGBG ends in 7 or 15 then."""
    return os.environ.get("COLORFGBG", "").rpartition(";")[2] in {"7", "15"}


def _driver() -> type[Driver] | None:
    """A driver that writes to standard output: Textual's own writes to descriptor 2, which sound drivers print to."""
    if sys.platform == "win32":
        return None
    from textual.drivers.linux_driver import LinuxDriver

    class StandardOutput(LinuxDriver):
        def __init__(
            self, app: App[object], *, debug: bool = False, mouse: bool = True, size: tuple[int, int] | None = None
        ) -> None:
            super().__init__(app, debug=debug, mouse=mouse, size=size)
            self._file = os.fdopen(descriptor_to_draw_on(), "w", encoding="utf-8") if sys.__stdout__ else self._file

    return StandardOutput
