"""A person and a room around one Session, so that its tests read as what is said and what the coach does."""

from collections.abc import Iterator, Mapping

from coach.clock import samples, seconds
from coach.language.intents import SKIP, Intent, Live, Match
from coach.language.language import Language
from coach.routines.routine import Kind, Routine, Side, SpokenCue, Step, Zone
from coach.session.effects import Cue, CueKind, Effect, Finish, Hush, Note, Say, Schedule
from coach.session.events import (
    Begun,
    CannotListenWhileSpeaking,
    Event,
    Heard,
    NearlyHeard,
    SentenceBegun,
    Spoken,
    TimeUp,
)
from coach.session.session import Mode, Session, Settings, View
from coach.session.table import QUESTIONS
from tests.english import ENGLISH, keys, match, spot_safety

ROUTINE = Routine(
    name="Short",
    steps=(
        Step("chair", "your seat", Kind.GUIDE, Zone.FOOT, ("Sit down.",), per_foot=False),
        Step("oil", "oil", Kind.GUIDE, Zone.SOLE, ("Take some oil.",), per_foot=False),
        Step("explore", "explore", Kind.MOTION, Zone.HEEL, ("Explore the heel.",), seconds=20, explores=True),
        Step("press", "steady pressure", Kind.HOLD, Zone.HEEL, ("Press with a thumb.",), ("Gently.",), seconds=30),
        Step(
            "achilles",
            "Achilles tendon",
            Kind.MOTION,
            Zone.ACHILLES,
            ("Take the tendon.",),
            seconds=20,
            gate="Is it inflamed?",
            cues=(SpokenCue(10, "Small and gentle."),),
        ),
        Step("wipe", "wipe the oil off", Kind.GUIDE, Zone.SOLE, ("Wipe the oil off.",)),
        Step(
            "roll",
            "roll",
            Kind.MOTION,
            Zone.SOLE,
            (),
            seconds=20,
            tools={
                "bottle": ("Roll on the bottle.",),
                "ball": ("Roll on the ball.",),
                "hands only": ("Stroke the sole.",),
            },
        ),
    ),
    changeover=("Cross the other leg over.",),
    purpose=("It is for the heel.",),
    closing=("That was all.",),
)

WELL = {"today": "no", "signs": "no", "week": "no", "feeling": "no", "diabetes": "no"}
BOTH = {"foot": "both", "first": "left", "before left": "four", "before right": "three"}
AFTER = {"after left": "two", "after right": "two"}


def in_time() -> Iterator[None]:
    """Turns of a loop that has to end: far more than any needs, and then a failure."""
    yield from (None for _ in range(100))
    raise AssertionError("it goes on and on")


class Company:
    """Talks with a session; speech takes two seconds a sentence, and no time passes but when it is let pass."""

    def __init__(
        self,
        routine: Routine = ROUTINE,
        settings: Settings | None = None,
        remembered: Mapping[str, str] | None = None,
        language: Language = ENGLISH,
    ) -> None:
        """In another `language` the coach speaks it, and the person English all the same."""
        self.session = Session(routine, language, settings, remembered)
        self.at = 0
        self.effects: list[Effect] = []
        """All there were so far."""
        self.last: list[Effect] = []
        """Those of the newest event."""
        self.line: list[Say] = []
        self.cues: tuple[Cue, ...] = ()
        self.finished = ""
        """The reason it is over, or ""."""

    # --- what happens ---------------------------------------------------------------------------------------------

    def tell(self, event: Event) -> list[Effect]:
        """Give the session an event, and do what it wants done."""
        self.last = self.session.handle(event)
        self.effects += self.last
        for effect in self.last:
            if isinstance(effect, Hush):
                self.line, self.cues = [], ()
            elif isinstance(effect, Say) and not effect.over_counts:
                self.line.append(effect)
            elif isinstance(effect, Schedule):
                self.cues = effect.cues
            elif isinstance(effect, Finish):
                self.finished += effect.reason
        return self.last

    def begin(self) -> None:
        """The welcome begins."""
        self.tell(Begun(self.at))

    def say(self, text: str, at: float | None = None, began: float = 0.0, *, early: bool = False) -> list[str]:
        """Say `text`, at a second of audio time or now, `began` seconds ago; gives the coach's sentences."""
        if at is not None:
            self.wait(at - seconds(self.at))
        found = spot_safety(text, self.live) or match(text, self.live)
        assert found, f"{text!r} is nothing that may be said now"
        return self.mean(found, began, early=early)

    def skip(self) -> list[str]:
        """Leave the present step out; gives the coach's sentences."""
        return self.mean(Match(Intent.NEXT, "skip", topic=SKIP))

    def press(self, key: str) -> list[str]:
        """Press a key; gives the coach's sentences."""
        found = keys.meaning(key, self.live)
        assert found, f"{key!r} means nothing now"
        return self.mean(found)

    def mean(self, found: Match, began: float = 0.0, *, early: bool = False) -> list[str]:
        """Be understood so; gives the coach's sentences. An answer waits for its question, unless it comes `early`."""
        if found.intent is Intent.ANSWER and not early and self.session.state in QUESTIONS:
            self.hear_out()
        self.tell(Heard(found, self.at - samples(began), self.at, self.at))
        return self.answer

    def mumble(self) -> list[str]:
        """Say something close to a phrase."""
        self.tell(NearlyHeard("pores", self.at))
        return self.answer

    def half_duplex(self) -> None:
        """The ear turns out to be deaf while the coach speaks."""
        self.tell(CannotListenWhileSpeaking(True, self.at))

    def hear_out(self) -> list[str]:
        """Let the coach finish all it is saying; gives the sentences."""
        heard: list[str] = []
        while self.line:
            heard += self.hear_one()
        return heard

    def hear_one(self) -> tuple[str, ...]:
        """Let the coach finish the oldest thing it is saying."""
        saying = self.line.pop(0)
        for index, _ in enumerate(saying.sentences):
            self.tell(SentenceBegun(saying.say_id, index, self.at))
            self.at += samples(2)
        self.tell(Spoken(saying.say_id, self.at))
        return saying.sentences

    def wait(self, duration: float) -> None:
        """Let `duration` seconds pass, without a word but the coach's own."""
        end = self.at + samples(duration)
        while (due := self.session.deadline) is not None and due <= end:
            self.at = max(due, self.at)
            self.tell(TimeUp(due))
            self.hear_out()
        self.at = max(self.at, end)

    # --- ways to somewhere ----------------------------------------------------------------------------------------

    def answer_all(self, *answers: Mapping[str, str]) -> None:
        """Answer each question that is asked, as long as `answers` know one."""
        known = {question: answer for given in answers for question, answer in given.items()}
        for _ in in_time():
            if self.view.question not in known:
                break
            self.hear_out()
            self.say(known[self.view.question])

    def to_preparation(self, *answers: Mapping[str, str]) -> "Company":
        """To the first step of the preparation, its instruction being spoken."""
        self.begin()
        self.hear_out()
        self.answer_all(WELL, BOTH, *answers)
        return self

    def to_feet(self, *answers: Mapping[str, str]) -> "Company":
        """To the first step of the first foot, its instruction being spoken."""
        self.to_preparation(*answers)
        self.hear_out()
        self.say("ready")
        self.hear_out()
        self.say("ready")
        return self

    def to_instruction(self, step: str, *, stop_at_question: bool = False) -> "Company":
        """On the present foot to `step`, its instruction being spoken, the steps before it skipped."""
        if self.view.step is None or self.view.step.per_foot is False:
            self.to_feet()
        for _ in in_time():
            if self.view.step is None or self.view.step.id == step:
                break
            self.skip()
        if not stop_at_question:
            self.answer_all({"gate": "no", "tool": "ball"})
        return self

    def to_last(self, words: str) -> None:
        """Say `words` until no step of the present foot is left."""
        side = self.view.side
        for _ in in_time():
            if self.view.step is None or self.view.side is not side:
                break
            self.skip() if words == "skip" else self.say(words)

    def to_second(self, second: float, step: str = "press") -> "Company":
        """Into the hold of `step`, `second` seconds after its clock's zero."""
        self.to_instruction(step)
        self.hear_out()
        clock = self.session.view().clock
        assert clock is not None
        assert clock.zero is not None
        self.at = clock.zero + samples(second)
        return self

    def end_hold(self) -> list[str]:
        """Let the running clock come to its end; gives the coach's sentences."""
        due = self.session.deadline
        assert due is not None
        self.at = due
        self.tell(TimeUp(due))
        return self.answer

    # --- what there is to see -------------------------------------------------------------------------------------

    @property
    def view(self) -> View:
        """The session as it is."""
        return self.session.view()

    @property
    def mode(self) -> Mode:
        """What the coach is doing."""
        return self.view.mode

    @property
    def live(self) -> Live:
        """What may be said now."""
        return self.view.live

    @property
    def step(self) -> str:
        """The id of the present step."""
        return self.view.step.id if self.view.step else ""

    @property
    def place(self) -> tuple[Side | None, str]:
        """Foot and step."""
        return self.view.side, self.step

    @property
    def answer(self) -> list[str]:
        """What the coach began to say at the newest event."""
        return [text for effect in self.last if isinstance(effect, Say) for text in effect.sentences]

    @property
    def said(self) -> list[str]:
        """All that the coach has begun to say so far, replies over the counts included."""
        return [text for effect in self.effects if isinstance(effect, Say) for text in effect.sentences]

    @property
    def hushed(self) -> bool:
        """Whether all fell silent at the newest event."""
        return any(isinstance(effect, Hush) for effect in self.last)

    @property
    def over_counts(self) -> bool:
        """Whether the newest answer takes the place of counts."""
        return any(isinstance(effect, Say) and effect.over_counts for effect in self.last)

    @property
    def counts(self) -> list[int]:
        """The numbers still to be counted."""
        return [cue.number for cue in self.cues if cue.kind is CueKind.COUNT]

    @property
    def held(self) -> float:
        """Seconds held of the present step."""
        clock = self.view.clock
        return seconds(clock.held(self.at)) if clock else 0.0

    def notes(self, what: str) -> list[Mapping[str, object]]:
        """The details of every note of this kind so far."""
        return [effect.details for effect in self.effects if isinstance(effect, Note) and effect.what == what]
