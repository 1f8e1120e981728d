"""What the big screen shows, in words: the session's view, what was said and heard, and the time, as a Scene. Pure."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from coach import wording
from coach.clock import samples, seconds
from coach.effects import CueKind, Effect, Note, Say, Sound
from coach.events import Event, Heard, MicrophoneFound, MicrophoneLost, NearlyHeard, SentenceBegun
from coach.intents import TOOLS, YES_NO, Live
from coach.journey import Stage
from coach.routine import Kind, Side, Zone
from coach.screen.foot import Movement, movement_of
from coach.screen.plain import offers
from coach.speaking.mixer import CueBegun, Mark
from coach.view import Mode, View

NOTICE_FOR = samples(20)
"""How long a notice stands."""
_LEVELS = ((-70, "silent"), (-45, "quiet"), (-12, "good"), (1000, "too loud"))
OFF = "off"
"""The level where there is no microphone."""
_LOWEST, _HIGHEST = -66.0, -6.0


@dataclass(frozen=True, slots=True)
class Scene:
    """All that is on the screen at one moment, before it is laid out."""

    side: str
    """The foot in hand: "LEFT FOOT"."""
    title: str
    place: str
    """Which step it is, and how many remain."""
    foot: tuple[Zone | None, Side, Movement]
    huge: str
    """Seconds left, or the one word that matters."""
    state: str
    """What the coach is doing, in one or two words."""
    unit: str
    """What `huge` counts, or ""."""
    held: tuple[int, int] | None
    """Seconds held, and of how many."""
    progress: float
    """How much of the session is done, 0 to 1."""
    caption: str
    mode: str
    """What the coach is doing, as a sentence."""
    heard: str
    level: tuple[int, str]
    """The microphone's level, 0 to 10, and in a word."""
    offers: tuple[str, ...]
    notice: str


class Story:
    """Gathers what a scene is made of: told of every event by an observer, asked for the scene by the screen."""

    def __init__(self, view: View, *, hears: bool = True) -> None:
        """`hears`: whether there are a microphone and a recogniser."""
        self._view = _standing(view)
        self._hears = hears
        self._sentences: dict[int, tuple[str, ...]] = {}
        self._caption = ""
        self._heard = ""
        self._notice = ("", 0)
        self._level: tuple[float, int] | None = None
        self._done: set[tuple[object, object]] = set()
        self._parts = 0

    def tell(self, view: View, event: Event | Mark, effects: Sequence[Effect]) -> None:
        """Something happened, and the session is like `view` since."""
        self._view = _standing(view)
        self._parts = view.part[1] if view.part else self._parts
        for effect in effects:
            self._follow(effect)
        match event:
            case Heard():
                self._heard = _heard(event, effects, view.live)
            case NearlyHeard():
                self._heard = f"heard something like “{event.text}”: not taken"
            case SentenceBegun():
                self._begin_sentence(event)
            case CueBegun():
                self._caption = _capital(event.cue.text) if event.cue.kind is not CueKind.COUNT else self._caption
            case MicrophoneLost() | MicrophoneFound():
                self._hears = isinstance(event, MicrophoneFound)

    def notify(self, text: str, at: int) -> None:
        """A line that matters for a while."""
        self._notice = (text, at)

    def hear_level(self, dbfs: float, at: int) -> None:
        """The level at the microphone."""
        self._level = (dbfs, at)

    def scene(self, at: int) -> Scene:
        """What is to be seen at the audio time `at`."""
        view = self._view
        zone, movement = (view.step.zone, movement_of(view.step)) if view.step else (None, Movement.NONE)
        clock = view.clock
        return Scene(
            side=_side(view),
            title=_title(view),
            place=_place(view),
            foot=(zone, view.side or Side.LEFT, movement),
            huge=_huge(view, at),
            state=_state(view),
            unit=_unit(view, at),
            held=(int(seconds(clock.held(at))), int(seconds(clock.target))) if clock else None,
            progress=self._progress(at),
            caption=self._caption_now(),
            mode=_mode(view, hears=self._hears),
            heard=self._heard or "nothing heard yet",
            level=self._level_at(at),
            offers=offers(view.live),
            notice=self._notice[0] if at - self._notice[1] < NOTICE_FOR else "",
        )

    def _follow(self, effect: Effect) -> None:
        if isinstance(effect, Say):
            self._sentences[effect.say_id] = effect.sentences
            if effect.over_counts:
                self._caption = " ".join(effect.sentences)
        elif isinstance(effect, Note) and effect.what == "step" and "foot" in effect.details:
            self._done.add((effect.details["foot"], effect.details.get("step")))

    def _begin_sentence(self, begun: SentenceBegun) -> None:
        sentences = self._sentences.get(begun.say_id, ())
        if begun.index < len(sentences):
            self._caption = sentences[begun.index]

    def _caption_now(self) -> str:
        """What was said last; while the clock runs, after the lead-in, once more what is to be done."""
        step = self._view.step
        begun = self._view.mode is Mode.TIMING and self._caption == wording.LEAD_IN
        return " ".join(step.instruction) if step and begun else self._caption

    def _progress(self, at: int) -> float:
        view = self._view
        feet = max(2 if view.answers.get("foot") == "both" else 1, len({foot for foot, _ in self._done}))
        now = 0.0
        if view.clock and view.step and view.part and (view.side, view.step.id) not in self._done:
            now = view.clock.held(at) / max(view.clock.target, 1)
        return min((len(self._done) + now) / (feet * self._parts), 1.0) if self._parts else 0.0

    def _level_at(self, at: int) -> tuple[int, str]:
        if not self._hears:
            return 0, OFF
        if self._level is None or at - self._level[1] > samples(2):
            return 0, "on"
        dbfs = self._level[0]
        bars = round(10 * (dbfs - _LOWEST) / (_HIGHEST - _LOWEST))
        return min(max(bars, 0), 10), next(word for bound, word in _LEVELS if dbfs < bound or bound == 1000)


def _standing(view: View) -> View:
    """`view` with a clock of its own, which the session's thread does not change while it is looked at."""
    return replace(view, clock=replace(view.clock) if view.clock else None)


def _capital(text: str) -> str:
    return text[:1].upper() + text[1:]


def _heard(heard: Heard, effects: Sequence[Effect], live: Live) -> str:
    said = heard.match.answer or heard.match.phrase
    sentences = {text for effect in effects if isinstance(effect, Say) for text in effect.sentences}
    taken = any(isinstance(effect, Sound) for effect in effects)
    fate = "not now" if wording.not_now(live) in sentences else "taken" if taken else "not asked for"
    return f"{'key for' if heard.by_key else 'heard'} “{said}”: {fate}"


def _side(view: View) -> str:
    asked = view.question.rpartition(" ")[2]
    if asked in set(Side):
        return f"{asked.upper()} FOOT"
    both = view.side is None or view.stage in {Stage.AFTERWARDS, Stage.CLOSING}
    return "YOUR FEET" if both or view.side is None else f"{view.side.upper()} FOOT"


_STAGES = {
    Stage.WELCOME: "Welcome",
    Stage.INTERVIEW: "A few questions",
    Stage.PREPARATION: "Prepare",
    Stage.CHANGEOVER: "The other foot",
    Stage.AFTERWARDS: "How is it now?",
    Stage.CLOSING: "The end",
}


def _title(view: View) -> str:
    if view.mode is Mode.OVER:
        return "The end"
    return _capital(view.step.title) if view.step else _STAGES.get(view.stage, "")


def _place(view: View) -> str:
    if view.part is None or view.mode is Mode.OVER:
        return "prepare" if view.step else ""
    part, parts = view.part
    more = parts - part
    return f"step {part} of {parts}, " + (f"{more} more on this foot" if more else "the last on this foot")


_QUESTIONS = {"stop": "END?", "end": "END?", "foot": "WHICH FOOT?", "first": "WHICH FOOT?"}


def _question(view: View) -> str:
    answers = view.live.answers
    if view.question == "hurt":
        return "SHARP?" if answers >= YES_NO else "GO ON?"
    if "zero" in answers:
        return "0 - 10"
    return _QUESTIONS.get(view.question) or ("WHICH TOOL?" if answers & TOOLS else "YES OR NO?")


def _huge(view: View, at: int) -> str:
    if view.mode is Mode.OVER:
        return "GOODBYE"
    if view.question:
        return _question(view)
    if view.clock:
        return str(view.clock.seconds_left(at))
    if view.mode is Mode.PAUSED:
        return "PAUSED"
    if view.mode is Mode.WAITING:
        return "READY?"
    return "HELLO" if view.stage is Stage.WELCOME else "LISTEN"


def _unit(view: View, at: int) -> str:
    if not view.clock or view.question or view.mode is Mode.OVER:
        return ""
    return "second left" if view.clock.seconds_left(at) == 1 else "seconds left"


def _state(view: View) -> str:
    if view.mode is Mode.OVER:
        return ""
    if view.question in {"hurt", "stop"} or view.mode is Mode.PAUSED:
        return "PAUSED"
    if view.question:
        return "ANSWER"
    if view.mode is Mode.TIMING and view.step:
        return "HOLD" if view.step.kind is Kind.HOLD else "MOVE"
    return {Mode.LEADING_IN: "GET SET", Mode.WAITING: "WAITING"}.get(view.mode, "LISTEN" if view.clock else "")


_DOING = {
    Mode.TALKING: "between two parts",
    Mode.ASKING: "for your answer",
    Mode.INSTRUCTING: "about to begin",
    Mode.WAITING: "for “ready”",
    Mode.LEADING_IN: "about to count",
    Mode.TIMING: "the clock runs",
    Mode.PAUSED: "the clock stands",
    Mode.OVER: "it is over",
}


def _mode(view: View, *, hears: bool) -> str:
    """What the coach does, and whether it listens: "Speaking, and listening"."""
    ears = "listening" if hears else "keys only"
    if view.mode is Mode.PAUSED or view.question in {"hurt", "stop"}:
        return f"Paused, {ears}"
    if view.speaking:
        return f"Speaking, {ears}"
    return f"{_capital(ears)}: {_DOING[view.mode]}"
