"""The session as one table: state and (intent or happening) → what is done, and the states that may come of it.

This is what the code runs: `Session` looks a move up here and calls the method of its name (`Deed`). Read `EVERYWHERE`
first: it holds unless a state says otherwise in `IN`. Safety words stand in `EVERYWHERE` and are overruled nowhere but
where nothing is left to be halted. Pure data.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

from coach.language.intents import Intent


class State(StrEnum):
    """Where a session is, as far as it matters for what may be said."""

    WELCOME = "welcome"
    """The welcome is being said."""
    ABOUT_TO_ASK = "about to ask"
    """A question is open, and none of it had sounded when an answer was begun: it belongs to what was asked before."""
    ASKED = "asked"
    """A question of the interview, before or after the massage."""
    CONFIRM = "confirm"
    """Whether an answer that would end the session was meant so."""
    CHOICE = "choice"
    """What a step needs to know: its gate, its tool, or whether a foot that was left out is wanted after all."""
    TELLING = "telling"
    """The instruction of a step, or the changeover."""
    WAITING = "waiting"
    """For "ready"."""
    LEADING_IN = "leading in"
    TIMING = "timing"
    """A clock runs."""
    PAUSED = "paused"
    HELD = "held"
    """Paused while it is open how a hurt is to be settled."""
    HURT = "hurt"
    """The question after "it hurts"."""
    STOP = "stop"
    """The question after "stop"."""
    END = "end"
    """The question after "end session"."""
    FAREWELL = "farewell"
    """The last sentences are being said."""
    OVER = "over"


class Happening(StrEnum):
    """What happens without a word of the person's."""

    TIME_UP = "time is up"
    NEARLY = "nearly heard"
    LOST = "microphone lost"
    FOUND = "microphone found"
    SPEAKER_LOST = "speaker lost"
    SPEAKER_FOUND = "speaker found"
    FAILS = "another part fails"
    WORKS = "another part works again"
    HALF_DUPLEX = "cannot listen while speaking"
    HEARS_BADLY = "hears badly"


class Deed(StrEnum):
    """What is done: each is a method of `Deeds`, with spaces as underscores."""

    NOTHING = "nothing"
    HINT = "hint"
    """Say what can be said now."""
    NOT_PAUSED = "not paused"
    CLOCK_STANDS = "clock stands"
    WELCOME_AGAIN = "welcome again"
    LEAVE_WELCOME = "leave welcome"
    ANSWER = "answer"
    ANSWER_BEFORE = "answer before"
    """Taken for the question before the one that is on its way."""
    AS_ANSWER = "as answer"
    """A command that amounts to an answer of the open question: "continue" after a hurt, "done" to "shall we end?"."""
    VAGUE = "vague"
    CORRECT = "correct"
    CHANGE = "change"
    TAKE_BACK = "take back"
    ASK_AGAIN = "ask again"
    SKIP = "skip"
    DONE = "done"
    READY = "ready"
    BACK = "back"
    SWITCH_FOOT = "switch foot"
    PAUSE = "pause"
    RESUME = "resume"
    ASK_ABOUT_HURT = "ask about hurt"
    STAY_PAUSED = "stay paused"
    REPEAT = "repeat"
    REPEAT_CLOSING = "repeat closing"
    TIME_LEFT = "time left"
    MORE_TIME = "more time"
    HURTS = "hurts"
    HURTS_AT_THE_END = "hurts at the end"
    STOP = "stop"
    END = "end"
    HELP = "help"
    EXPLAIN = "explain"
    TELL_WHERE = "tell where"
    VOICE = "voice"
    LEAVE = "leave"
    RELEASE = "release"
    WAIT = "wait"
    """Remind, at last close."""
    NEARLY = "nearly"
    MICROPHONE = "microphone"
    UNHEARD = "unheard"
    """Stand until what is said can be heard again."""
    HEARD_AGAIN = "heard again"
    """Go on where it stood for want of a speaker."""
    TELL_PART = "tell part"
    """Say which part fails, or works again."""
    TELL_TROUBLE = "tell trouble"
    """Say once why it hears badly, and what helps."""
    HALF_DUPLEX = "half duplex"


What = Intent | Happening


@dataclass(frozen=True, slots=True)
class Move:
    """What is done, and the states that may come of it."""

    deed: Deed
    then: frozenset[State] = frozenset()
    """Empty: the state stays as it is."""


def _to(deed: Deed, *then: State) -> Move:
    return Move(deed, frozenset(then))


S, I, D = State, Intent, Deed  # noqa: E741 - the table is read as a whole; one letter for each of its three kinds

QUESTIONS = frozenset({S.ASKED, S.CONFIRM, S.CHOICE, S.HURT, S.STOP, S.END})
"""The states in which a question is open and has begun to sound."""
ANSWERING = frozenset({I.ANSWER, I.UNSURE, I.OUT_OF_RANGE, I.EITHER})
"""What is judged by whether the open question had begun to sound."""
_STEP = (S.TELLING, S.CHOICE, S.ASKED, S.CONFIRM)
"""What coming to a place leads to: its instruction, or a question before that."""
_GOING_ON = (*_STEP, S.LEADING_IN)
"""What going on with what stood leads to."""
_STANDING = (S.PAUSED, S.HELD)
_INTERVIEW = (*_STEP, S.FAREWELL)
"""What an answer that is given, changed or taken back leads to."""

EVERYWHERE: Mapping[What, Move] = {
    # The safety lane: all falls silent first, and stands.
    I.HURTS: _to(D.HURTS, S.HURT, S.FAREWELL),
    I.STOP: _to(D.STOP, S.STOP),
    I.END: _to(D.END, S.END),
    # Always answered, wherever it is.
    I.PAUSE: _to(D.PAUSE, *_STANDING),
    I.REPEAT: _to(D.REPEAT, S.TELLING, S.CHOICE),
    I.HELP: _to(D.HELP, S.LEADING_IN),
    I.ASK: _to(D.EXPLAIN, S.LEADING_IN),
    I.WHERE: _to(D.TELL_WHERE, S.LEADING_IN),
    I.TIME_LEFT: _to(D.TIME_LEFT),
    I.SLOWER: _to(D.VOICE),
    I.FASTER: _to(D.VOICE),
    I.LOUDER: _to(D.VOICE),
    I.QUIETER: _to(D.VOICE),
    I.FEWER_COUNTS: _to(D.VOICE),
    I.MORE_COUNTS: _to(D.VOICE),
    # From place to place; a state with an open question overrules these.
    I.NEXT: _to(D.SKIP, *_GOING_ON, S.FAREWELL),
    I.BACK: _to(D.BACK, *_STEP),
    I.READY: _to(D.NOT_PAUSED),
    I.RESUME: _to(D.NOT_PAUSED),
    I.SWITCH_FOOT: _to(D.SWITCH_FOOT, *_STEP),
    I.MORE_TIME: _to(D.MORE_TIME),
    # Answers to nothing that is asked: they may correct what was answered last, or are ignored.
    I.ANSWER: _to(D.ANSWER_BEFORE, *_STEP),
    I.CORRECT: _to(D.CORRECT, *_INTERVIEW, S.LEADING_IN),
    I.CHANGE: _to(D.CHANGE, *_GOING_ON),
    I.UNSURE: _to(D.NOTHING),
    I.OUT_OF_RANGE: _to(D.NOTHING),
    I.EITHER: _to(D.NOTHING),
    # What happens without a word.
    Happening.TIME_UP: _to(D.WAIT, S.FAREWELL),
    Happening.NEARLY: _to(D.NEARLY),
    Happening.LOST: _to(D.MICROPHONE),
    Happening.FOUND: _to(D.MICROPHONE),
    Happening.SPEAKER_LOST: _to(D.UNHEARD, S.PAUSED),
    Happening.SPEAKER_FOUND: _to(D.HEARD_AGAIN, *_GOING_ON, S.WELCOME),
    Happening.FAILS: _to(D.TELL_PART),
    Happening.WORKS: _to(D.TELL_PART),
    Happening.HEARS_BADLY: _to(D.TELL_TROUBLE),
    Happening.HALF_DUPLEX: _to(D.HALF_DUPLEX),
}

_UNANSWERED: Mapping[What, Move] = {
    # A question is answered; nothing else passes it by.
    I.ANSWER: _to(D.ANSWER, *_INTERVIEW, *_STANDING),
    I.UNSURE: _to(D.VAGUE),
    I.OUT_OF_RANGE: _to(D.VAGUE),
    I.EITHER: _to(D.VAGUE),
    I.NEXT: _to(D.HINT),
    I.READY: _to(D.HINT),
    I.RESUME: _to(D.HINT),
    I.SWITCH_FOOT: _to(D.HINT),
    I.MORE_TIME: _to(D.HINT),
    Happening.TIME_UP: _to(D.ASK_AGAIN, S.FAREWELL),
}

_SAFETY_QUESTION: Mapping[What, Move] = {
    **_UNANSWERED,
    I.CORRECT: _to(D.HINT),
    I.CHANGE: _to(D.HINT),
    I.BACK: _to(D.HINT),
}

IN: Mapping[State, Mapping[What, Move]] = {
    S.WELCOME: {
        I.NEXT: _to(D.LEAVE_WELCOME, S.ASKED),
        I.READY: _to(D.LEAVE_WELCOME, S.ASKED),
        I.REPEAT: _to(D.WELCOME_AGAIN),
        I.BACK: _to(D.HINT),
        I.SWITCH_FOOT: _to(D.HINT),
        I.MORE_TIME: _to(D.CLOCK_STANDS),
        I.ANSWER: _to(D.NOTHING),
        I.CORRECT: _to(D.NOTHING),
        I.CHANGE: _to(D.NOTHING),
        Happening.NEARLY: _to(D.NOTHING),
    },
    S.ABOUT_TO_ASK: {
        I.ANSWER: _to(D.ANSWER_BEFORE, *_INTERVIEW),
        I.UNSURE: _to(D.NOTHING),
        I.OUT_OF_RANGE: _to(D.NOTHING),
        I.EITHER: _to(D.NOTHING),
    },
    S.ASKED: {**_UNANSWERED, I.BACK: _to(D.TAKE_BACK, S.TELLING, S.CHOICE), I.CHANGE: _to(D.CHANGE, S.TELLING)},
    S.CONFIRM: {**_UNANSWERED, I.BACK: _to(D.TAKE_BACK, S.ASKED, S.TELLING), I.CHANGE: _to(D.HINT)},
    S.CHOICE: {
        **_UNANSWERED,
        I.ANSWER: _to(D.ANSWER, *_GOING_ON, S.FAREWELL),
        I.EITHER: _to(D.VAGUE, S.TELLING),
        I.NEXT: _to(D.SKIP, *_STEP, S.FAREWELL),
        I.BACK: _to(D.BACK, *_GOING_ON),
        I.SWITCH_FOOT: _to(D.SWITCH_FOOT, *_STEP),
    },
    S.HURT: {
        **_SAFETY_QUESTION,
        I.ANSWER: _to(D.ANSWER, *_GOING_ON, S.FAREWELL),
        I.NEXT: _to(D.AS_ANSWER, *_STEP, S.FAREWELL),
        I.RESUME: _to(D.AS_ANSWER, *_GOING_ON),
        I.CORRECT: _to(D.CORRECT, S.FAREWELL),
    },
    S.STOP: {
        **_SAFETY_QUESTION,
        I.ANSWER: _to(D.ANSWER, *_STANDING, S.FAREWELL),
        I.RESUME: _to(D.RESUME, *_GOING_ON, S.HURT),
        I.BACK: _to(D.STAY_PAUSED, *_STANDING),
        I.END: _to(D.AS_ANSWER, S.FAREWELL),
    },
    S.END: {
        **_SAFETY_QUESTION,
        I.ANSWER: _to(D.ANSWER, *_GOING_ON, *_STANDING, S.HURT, S.FAREWELL),
        I.RESUME: _to(D.AS_ANSWER, *_GOING_ON, *_STANDING, S.HURT),
        I.BACK: _to(D.AS_ANSWER, *_GOING_ON, *_STANDING, S.HURT),
        I.END: _to(D.AS_ANSWER, S.FAREWELL),
    },
    S.TELLING: {I.READY: _to(D.READY, S.LEADING_IN, S.CHOICE, S.ASKED)},
    S.WAITING: {I.READY: _to(D.DONE, *_STEP), I.RESUME: _to(D.DONE, *_STEP)},
    S.LEADING_IN: {},
    S.TIMING: {Happening.TIME_UP: _to(D.RELEASE, *_STEP, S.FAREWELL)},
    S.PAUSED: {I.READY: _to(D.RESUME, *_GOING_ON), I.RESUME: _to(D.RESUME, *_GOING_ON)},
    S.HELD: {
        # How the hurt is to be settled comes before anything else.
        intent: _to(D.ASK_ABOUT_HURT, S.HURT)
        for intent in (I.READY, I.RESUME, I.NEXT, I.BACK, I.SWITCH_FOOT, I.MORE_TIME, I.CHANGE)
    },
    S.FAREWELL: {
        I.HURTS: _to(D.HURTS_AT_THE_END),
        I.STOP: _to(D.LEAVE, S.OVER),
        I.END: _to(D.LEAVE, S.OVER),
        I.NEXT: _to(D.LEAVE, S.OVER),
        I.PAUSE: _to(D.HINT),
        I.READY: _to(D.HINT),
        I.RESUME: _to(D.TAKE_BACK, *_STEP, *_STANDING),
        I.REPEAT: _to(D.REPEAT_CLOSING),
        # What ended the session can be taken back until its last word.
        I.ANSWER: _to(D.TAKE_BACK, *_STEP, *_STANDING),
        I.CORRECT: _to(D.CORRECT, *_STEP, *_STANDING),
        I.BACK: _to(D.TAKE_BACK, *_STEP, *_STANDING),
        I.SWITCH_FOOT: _to(D.HINT),
        I.MORE_TIME: _to(D.HINT),
        I.CHANGE: _to(D.NOTHING),
        I.ASK: _to(D.EXPLAIN),
        I.WHERE: _to(D.HINT),
        I.HELP: _to(D.HINT),
        Happening.NEARLY: _to(D.NOTHING),
        Happening.TIME_UP: _to(D.NOTHING),
        Happening.LOST: _to(D.NOTHING),
        Happening.FOUND: _to(D.NOTHING),
        Happening.SPEAKER_LOST: _to(D.NOTHING),
        Happening.SPEAKER_FOUND: _to(D.NOTHING),
        Happening.FAILS: _to(D.NOTHING),
        Happening.WORKS: _to(D.NOTHING),
        Happening.HEARS_BADLY: _to(D.NOTHING),
    },
    S.OVER: {what: _to(D.NOTHING) for what in (*Intent, *Happening)},
}


def move(state: State, what: What) -> Move:
    """What is done about `what` in `state`."""
    return IN[state].get(what) or EVERYWHERE[what]
