"""What the big screen shows, in words: the session's view, what was said and heard, and the time, as a Scene. Pure."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from coach.clock import samples, seconds
from coach.language.intents import TOOLS, YES_NO
from coach.language.labels import Labels
from coach.routines.routine import Kind, Side
from coach.screen.movement import EACH, PICTURES, ROLLED_ON, movement_of
from coach.screen.plain import offers, safety
from coach.screen.raster import Shown
from coach.session.effects import CueKind, Effect, Note, Say, Sound
from coach.session.events import (
    Event,
    Heard,
    MicrophoneFound,
    MicrophoneLost,
    NearlyHeard,
    Part,
    PartFails,
    PartWorks,
    SentenceBegun,
)
from coach.session.journey import Stage
from coach.session.view import Mode, View
from coach.speaking.mixer import CueBegun, Mark

NOTICE_FOR = samples(20)
"""How long a notice stands."""
_MOVING = {Mode.INSTRUCTING, Mode.LEADING_IN, Mode.TIMING}
"""When the drawing moves."""
_COUNTING = {Mode.LEADING_IN, Mode.TIMING, Mode.PAUSED}
READ = samples(6)
"""How long one stands at least before another takes its place, unless too many wait for that."""
_LEVELS = ((-70, "silent"), (-45, "quiet"), (-12, "good"), (1000, "too loud"))
_LOWEST, _HIGHEST = -66.0, -6.0


@dataclass(frozen=True, slots=True)
class Scene:
    """All that is on the screen at one moment, before it is laid out."""

    labels: Labels
    side: str
    """The foot in hand: "LEFT FOOT"."""
    foot_name: str
    """The same beside the drawing, "" where no foot is in hand."""
    title: str
    place: str
    """Which step it is, and how many remain."""
    foot: Shown
    picture: int
    """Which picture of its movement is shown."""
    huge: str
    """Seconds left, or the one word that matters."""
    state: str
    """What the coach is doing, in one or two words."""
    unit: str
    """What `huge` counts, or ""."""
    counting: bool
    """Whether the seconds matter most: they run, are about to, or stand in between."""
    held: tuple[int, int] | None
    """Seconds held, and of how many."""
    progress: float
    """How much of the session is done, 0 to 1."""
    caption: str
    mode: str
    """What the coach is doing, as a sentence."""
    heard: str
    hears: bool
    """Whether there is a microphone."""
    level: tuple[int, str]
    """The microphone's level, 0 to 10, and in a word."""
    offers: tuple[str, ...]
    asked: bool
    """Whether the offers answer a question."""
    safety: tuple[str, ...]
    """The safety words with their keys."""
    notice: str


class Story:
    """Gathers what a scene is made of: told of every event by an observer, asked for the scene by the screen."""

    def __init__(self, view: View, *, hears: bool = True, calm: bool = False) -> None:
        """`hears`: whether there are a microphone and a recogniser. `calm`: the drawing never moves."""
        self._view = _standing(view)
        self._labels = view.language.labels
        self._hears = hears
        self._calm = calm
        self._sentences: dict[int, tuple[str, ...]] = {}
        self._caption = ""
        self._heard = ""
        self._notices: list[tuple[str, int]] = []
        """Each with the audio time from which on it stands, in that order."""
        self._level: tuple[float, int] | None = None
        self._done: set[tuple[object, object]] = set()
        self._parts: dict[object, int] = {}
        """How many steps each foot has that was in hand."""

    def tell(self, view: View, event: Event | Mark, effects: Sequence[Effect]) -> None:
        """Something happened, and the session is like `view` since."""
        self._view = _standing(view)
        self._parts |= {view.side: view.part[1]} if view.part else {}
        for effect in effects:
            self._follow(effect)
        match event:
            case Heard():
                self._heard = _heard(event, effects, view)
            case NearlyHeard():
                self._heard = self._labels.nearly.format(said=event.text)
            case SentenceBegun():
                self._begin_sentence(event)
            case CueBegun():
                self._caption = _capital(event.cue.text) if event.cue.kind is not CueKind.COUNT else self._caption
            case MicrophoneLost() | MicrophoneFound():
                self._hears = isinstance(event, MicrophoneFound)
            case PartFails(Part.HEARING) | PartWorks(Part.HEARING):
                self._hears = isinstance(event, PartWorks)

    def notify(self, text: str, at: int) -> None:
        """A line that matters for a while; one that is still to be read is not taken away."""
        self._notices = [notice for notice in self._notices if notice[1] + NOTICE_FOR > at]
        begin = self._notices[-1][1] + READ if self._notices else at
        self._notices.append((text, begin if at < begin < at + NOTICE_FOR else at))

    def hear_level(self, dbfs: float, at: int) -> None:
        """The level at the microphone."""
        self._level = (dbfs, at)

    def scene(self, at: int) -> Scene:
        """What is to be seen at the audio time `at`."""
        view = self._view
        foot = _drawn(view)
        clock = view.clock
        return Scene(
            labels=self._labels,
            side=_side(view),
            foot_name=_foot_name(view),
            title=_title(view),
            place=_place(view),
            foot=foot,
            picture=0 if self._calm or foot.still or view.mode not in _MOVING else at // samples(EACH) % PICTURES,
            huge=_huge(view, at),
            state=_state(view),
            unit=_unit(view, at),
            counting=bool(_unit(view, at)) and view.mode in _COUNTING,
            held=(int(seconds(clock.held(at))), int(seconds(clock.target))) if clock else None,
            progress=self._progress(at),
            caption=self._caption_now(),
            mode=_mode(view, hears=self._hears),
            heard=self._heard or self._labels.nothing_heard,
            hears=self._hears,
            level=self._level_at(at),
            offers=offers(view.live, view.language),
            asked=bool(view.live.answers),
            safety=safety(view.live, view.language),
            notice=self._notice_at(at),
        )

    def _notice_at(self, at: int) -> str:
        standing = (text for text, begin in reversed(self._notices) if begin <= at < begin + NOTICE_FOR)
        return next(standing, "")

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
        begun = self._view.mode is Mode.TIMING and self._caption == self._view.language.wording.lead_in
        return " ".join(step.instruction) if step and begun else self._caption

    def _progress(self, at: int) -> float:
        view = self._view
        other = 1 if view.answers.get("foot") == "both" and len(self._parts) == 1 else 0  # It is about as long.
        steps = sum(self._parts.values()) * (1 + other)
        now = 0.0
        if view.clock and view.step and view.part and (view.side, view.step.id) not in self._done:
            now = view.clock.held(at) / max(view.clock.target, 1)
        share = min((len(self._done) + now) / steps, 1.0) if steps else 0.0
        return int(200 * share + 1e-9) / 200  # Finer than any bar shows, it would have all laid out anew at every look.

    def _level_at(self, at: int) -> tuple[int, str]:
        if not self._hears:
            return 0, self._labels.levels["off"]
        if self._level is None or at - self._level[1] > samples(2):
            return 0, self._labels.levels["on"]
        dbfs = self._level[0]
        bars = round(10 * (dbfs - _LOWEST) / (_HIGHEST - _LOWEST))
        word = next(word for bound, word in _LEVELS if dbfs < bound or bound == 1000)
        return min(max(bars, 0), 10), self._labels.levels[word]


def _standing(view: View) -> View:
    """`view` with a clock of its own, which the session's thread does not change while it is looked at."""
    return replace(view, clock=replace(view.clock) if view.clock else None)


def _capital(text: str) -> str:
    return text[:1].upper() + text[1:]


def _heard(heard: Heard, effects: Sequence[Effect], view: View) -> str:
    labels = view.language.labels
    sentences = {text for effect in effects if isinstance(effect, Say) for text in effect.sentences}
    taken = any(isinstance(effect, Sound) for effect in effects)
    not_now = view.language.wording.not_now(view.live) in sentences
    fate = labels.not_now if not_now else labels.taken if taken else labels.not_asked_for
    said = view.language.phrasebook.named(heard.match)
    return (labels.key_for if heard.by_key else labels.heard).format(said=said, fate=fate)


def _foot_asked_for(view: View) -> Side | None:
    """The foot whose soreness is asked for."""
    about = (question.rpartition(" ")[2] for question in (view.question, *view.covers))
    return next((Side(word) for word in about if word in set(Side)), None)


def _foot_in_hand(view: View) -> Side | None:
    both = view.side is None or view.stage in {Stage.AFTERWARDS, Stage.CLOSING}
    return _foot_asked_for(view) or (None if both else view.side)


def _drawn(view: View) -> Shown:
    """The foot in hand, with what is to be done on it."""
    side, step = view.side or Side.LEFT, view.step
    if step is None:
        return Shown(None, side)
    tool = view.answers.get("tool", "") if step.tools else step.tool
    return Shown(step.zone, side, movement_of(step), tool if tool in ROLLED_ON else "")


def _side(view: View) -> str:
    foot, labels = _foot_in_hand(view), view.language.labels
    return labels.big_foot[foot] if foot else labels.big_feet


def _foot_name(view: View) -> str:
    foot = _foot_in_hand(view)
    return view.language.labels.foot[foot] if foot else ""


def _title(view: View) -> str:
    labels = view.language.labels
    if view.mode is Mode.OVER:
        return labels.closing
    stages = {
        Stage.WELCOME: labels.welcome,
        Stage.INTERVIEW: labels.interview,
        Stage.PREPARATION: labels.preparation,
        Stage.CHANGEOVER: labels.changeover,
        Stage.AFTERWARDS: labels.afterwards,
        Stage.CLOSING: labels.closing,
    }
    return _capital(view.step.title) if view.step else stages.get(view.stage, "")


def _place(view: View) -> str:
    labels = view.language.labels
    if view.part is None or view.mode is Mode.OVER:
        return labels.preparing if view.step else ""
    part, parts = view.part
    more = parts - part
    return f"{labels.place.format(part=part, parts=parts)}, " + (labels.more.format(more=more) if more else labels.last)


def _question(view: View) -> str:
    answers, labels = view.live.answers, view.language.labels
    if view.question == "hurt":
        return labels.sharp if answers >= YES_NO else labels.go_on
    usual = {
        **dict.fromkeys(("stop", "end"), labels.end),
        **dict.fromkeys(("foot", "first"), labels.which_foot),
        **dict.fromkeys(("confirm", "last"), labels.yes_or_no),  # What they confirm may be corrected at once.
    }
    if "zero" in answers and view.question not in usual:
        return "0 - 10"
    return usual.get(view.question) or (labels.which_tool if answers & TOOLS else labels.yes_or_no)


def _huge(view: View, at: int) -> str:
    labels = view.language.labels
    if view.mode is Mode.OVER:
        return labels.goodbye
    if view.question:
        return _question(view)
    if view.clock:
        return str(view.clock.seconds_left(at))
    if view.mode is Mode.PAUSED:
        return labels.paused
    if view.mode is Mode.WAITING:
        return labels.ready
    return labels.hello if view.stage is Stage.WELCOME else labels.listen


def _unit(view: View, at: int) -> str:
    if not view.clock or view.question or view.mode is Mode.OVER:
        return ""
    labels = view.language.labels
    return labels.second_left if view.clock.seconds_left(at) == 1 else labels.seconds_left


def _state(view: View) -> str:
    labels = view.language.labels
    if view.mode is Mode.OVER:
        return ""
    if view.question in {"hurt", "stop"} or view.mode is Mode.PAUSED:
        return labels.paused
    if view.question:
        return labels.answer
    if view.mode is Mode.TIMING and view.step:
        return labels.hold if view.step.kind is Kind.HOLD else labels.move
    moments = {Mode.LEADING_IN: labels.get_set, Mode.WAITING: labels.waiting}
    return moments.get(view.mode, labels.listen if view.clock else "")


def _mode(view: View, *, hears: bool) -> str:
    """What the coach does, and whether it listens: "Speaking, listening"."""
    labels = view.language.labels
    ears = labels.listening if hears else labels.keys_only
    if view.mode is Mode.PAUSED or view.question in {"hurt", "stop"}:
        return labels.standing.format(ears=ears)
    if view.speaking:
        return labels.speaking.format(ears=ears)
    return f"{_capital(ears)}: {labels.doing[view.mode]}"
