"""Every sentence the coach speaks of itself; a routine's own sentences come from its file. Pure.

No sentence but the welcome holds a safety word; only those that name phrases hold a command, or "yes" or "no".
"""

from collections.abc import Iterator

from coach.intents import ANSWERS, COMMANDS, NUMBERS, Intent, Live
from coach.keys import ANSWER_KEYS
from coach.routine import Side, Step

_ONES = (
    "zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen seventeen "
    "eighteen nineteen"
).split()
_TENS = "twenty thirty forty fifty sixty seventy eighty ninety".split()


def number(n: int) -> str:
    """`n` (0 to 999) in words: 25 is "twenty-five"."""
    if n < 20:
        return _ONES[n]
    if n < 100:
        tens, ones = divmod(n, 10)
        return _TENS[tens - 2] + (f"-{_ONES[ones]}" if ones else "")
    hundreds, rest = divmod(n, 100)
    return f"{_ONES[hundreds]} hundred" + (f" and {number(rest)}" if rest else "")


def count(n: int) -> str:
    """`n` as it is counted: beyond a hundred without the hundreds, so that it fits into its second."""
    return number(n if n % 100 == 0 or n < 100 else n % 100)


RELEASE = "release"
REST = "and rest"

WELCOME = (
    "Hello. I am your massage coach, for minor soreness of the heel.",
    "Two kinds of words halt me at any moment: stop, and, that hurts.",
    "For everything else, just talk to me, also while I am speaking.",
)
"""The only sentences that hold safety words; nothing is live while they are spoken."""

CALIBRATE = (
    "I am measuring how much of my own voice the microphone hears, so please be quiet, however long this sentence may "
    "seem to you, until I have come to its very end and the measurement is over."
)
"""Said when the sound is measured, outside of any session."""

# --- what earlier sessions left -------------------------------------------------------------------------------------

TAKE_IT_UP = "Shall we take it up from there?"
AFRESH = "Then we start afresh."
LONG_SORE = (
    "Over more than a week you have told me of soreness, each time.",
    "When it lasts that long, please see a professional, such as a doctor or a physiotherapist.",
)
RISING = (
    "From one massage to another, you have told me of more soreness.",
    "Please go gently, and see a professional if it becomes severe or lasts more than a week.",
)


def got_as_far(side: Side, step: Step | None) -> str:
    """How far an interrupted session came; without a step, to the preparation."""
    return f"Last time we got as far as the {f'{side} foot, {step.title}' if step else 'preparation'}."


def as_before(side: Side) -> str:
    """What to do before an interrupted session goes on in the middle of a foot."""
    return f"Good. Sit down as you did before, for the {side} foot."


# --- the interview -------------------------------------------------------------------------------------------------

SCREENING = "First a few questions, to be sure that a massage is fine for you today. Please answer yes or no."
ASK = {
    "severe": "Is the pain severe?",
    "injury": "Did it begin straight after an injury?",
    "weight": "Does it keep you from standing on that foot, or from walking normally?",
    "week": "Has it lasted more than a week, despite rest and care at home?",
    "professional": "Has a professional told you that massage is fine?",
    "signs": "Is there marked swelling, redness, fever or numbness?",
    "same": "Last time you told me that you feel your feet well, and that you are free of diabetes. Is that still so?",
    "feeling": "Have you lost feeling in your feet?",
    "diabetes": "Do you have diabetes?",
    "foot": "Which foot is it today: left, right, or both?",
    "first": "Which foot goes first: left or right?",
    "before left": "How sore is your left foot now, from zero to ten?",
    "before right": "How sore is your right foot now, from zero to ten?",
    "after left": "How sore is your left foot by now, from zero to ten?",
    "after right": "How sore is your right foot by now, from zero to ten?",
}
SAME_WITH_DIABETES = "Last time you told me that you feel your feet well, and that you have diabetes. Is that still so?"
READ_BACK = {
    ("severe", "yes"): "The pain is severe, then.",
    ("severe", "no"): "Good, nothing severe.",
    ("injury", "yes"): "After an injury, then.",
    ("injury", "no"): "Good, free of injury.",
    ("weight", "yes"): "Hard to stand or walk, then.",
    ("weight", "no"): "Good, you stand and walk.",
    ("week", "yes"): "More than a week, then.",
    ("week", "no"): "Good, less than a week.",
    ("professional", "yes"): "Good, a professional finds it fine.",
    ("professional", "no"): "You have yet to ask a professional, then.",
    ("signs", "yes"): "There are such signs, then.",
    ("signs", "no"): "Good, free of such signs.",
    ("same", "yes"): "Good, nothing has changed.",
    ("same", "no"): "Then let me ask afresh.",
    ("feeling", "yes"): "You have lost feeling, then.",
    ("feeling", "no"): "Good, you feel your feet well.",
    ("diabetes", "yes"): "Diabetes, then. We leave anything frozen aside.",
    ("diabetes", "no"): "Good, free of diabetes.",
    ("foot", "left"): "Only the left foot.",
    ("foot", "right"): "Only the right foot.",
    ("foot", "both"): "Both feet.",
    ("first", "left"): "Left foot first.",
    ("first", "right"): "Right foot first.",
}
SORENESS_REFUSED = "That is fine."

SEE_A_PROFESSIONAL = "Please see a professional, such as a doctor or a physiotherapist, before you massage it."
COULD_BE_SERIOUS = "This can be a sign of something more serious, such as a stress fracture or a tendon injury."
REFUSAL = {
    "severe": "Severe pain needs a professional's eye instead of a massage.",
    "injury": "Pain straight after an injury needs to be looked at first.",
    "weight": "When standing or walking is that hard, the foot needs to be looked at first.",
    "week": "Pain that lasts more than a week, despite rest and care at home, should be looked at first.",
    "signs": "Swelling, redness, fever or numbness should be looked at first.",
    "feeling": "Without feeling in your feet you cannot tell when the pressure is more than they bear.",
}
KIND_END = "Take good care of yourself. Goodbye."


def soreness_read_back(answer: str) -> str:
    """What the coach says to a soreness of zero to ten, or to a refusal."""
    return SORENESS_REFUSED if answer == "skip" else f"{answer.capitalize()} of ten."


# --- the steps -----------------------------------------------------------------------------------------------------

PREPARE = "Good. Let us prepare."
SAY_READY = "Tell me when you are ready."
SHARP_SPOT = "Keep away from the sharp spot that you found."
LEAD_IN = "Here we go."
LEFT_OUT = "Then we leave this part aside."
_TOOL_NAMES = {"bottle": "a frozen bottle", "ball": "a ball", "roller": "a roller", "hands only": "hands only"}


def ask_tool(tools: tuple[str, ...]) -> str:
    """The question for the tool of a step."""
    return f"What will you roll on: {any_of(tuple(_TOOL_NAMES[tool] for tool in tools))}?"


def tool_read_back(tool: str) -> str:
    """What the coach says to the tool chosen."""
    return {"hands only": "Just your hands."}.get(tool, f"The {tool}.")


def title(step: Step, part: int, parts: int) -> str:
    """A step announced."""
    return f"Part {number(part)} of {number(parts)}: {step.title}."


def foot_begins(side: Side) -> str:
    """The start on a foot."""
    return f"We begin with the {side} foot."


def other_side(side: Side) -> str:
    """The changeover."""
    return f"Other side now, {side} foot."


def side_returns(side: Side, step: Step) -> str:
    """Returning to a foot in the middle of a step."""
    return f"{side.capitalize()} foot, {step.title}."


def side_finished(side: Side) -> str:
    """The other foot has had all its steps."""
    return f"The {side} foot has had its turn."


def side_first(side: Side, *, only: bool) -> str:
    """The order of feet, or the only foot, changed before the first foot."""
    return f"Then it is the {side} foot." if only else f"Then the {side} foot goes first."


def seconds_left(n: int) -> str:
    """How much of a step is left."""
    return f"{number(n)} left".capitalize()


def clock_reply(n: int) -> str:
    """The reply to a question for the time, short enough for the gaps between counts."""
    return f"{number(n)} second{'' if n == 1 else 's'}".capitalize()


# --- safety --------------------------------------------------------------------------------------------------------

PAUSED = "Paused."
SHALL_I_END = "Shall I end?"
STAYS_PAUSED = "Then we stay paused. Say continue, when you want to go on."
IS_IT_SHARP = "Is it sharp, stabbing or shooting? Then say yes."
IF_NOT_SHARP = "If not: ease off and go on, skip this one, or end?"
HOW_TO_GO_ON = "Then: ease off and go on, skip this one, or end?"
IF_NOT_SHARP_BETWEEN = "If not: go on, or end?"
HOW_TO_GO_ON_BETWEEN = "Then: go on, or end?"
"""Between the steps there is nothing to skip."""
HURT_BEFORE = "It has happened on this part before. I would pass over it."
EASE_OFF = "Good. Use less pressure, only as much as is easy to bear."
SPOT_LEFT_OUT = "From now on, keep away from that spot."
SHARP_END = (
    "Then we end here. Never massage into pain that is sharp, stabbing or shooting.",
    "If it stays, see a professional.",
)

# --- replies -------------------------------------------------------------------------------------------------------

END_FOR_TODAY = "Shall I end it for today?"
GOES_ON = "Then we go ahead."
REMIND = "I am still here. Take the time you need."
CLOSED = "It has been quiet for a while, so I save this and close. Goodbye."
NOTHING_PAUSED = "Nothing is paused now."
NEED_AN_ANSWER = "I need an answer first."
CLOCK_STANDS = "The clock stands still now."
FIRST_STEP = "This is the very first part."
AT_THE_END = "We are at the end now."
AS_FAR_AS_IT_GOES = "That is as far as it goes."
ADDED_SECONDS = "Ten seconds added."
RATE = {-1: "I will speak more slowly.", +1: "I will speak more quickly."}
"""For a step of the rate down and up."""
GAIN = {-1: "Volume down.", +1: "Volume up."}
COUNTS = {
    "every": "I count every second.",
    "fives": "I count in fives.",
    "last-five": "I count only the last five.",
    "tones": "Tones in place of numbers.",
    "off": "I count silently.",
}
"""For each style of counting."""
MICROPHONE_LOST = "I have lost the microphone. Use the keys until it is found."
MICROPHONE_FOUND = "I can hear you."
WORSE_AFTER = (
    "That is more than before. Give the foot some rest, and go more gently the other time.",
    "If the soreness stays for more than a week, or becomes severe, see a professional.",
)
SEVERE_AFTER = "That is severe. Please see a professional, such as a doctor or a physiotherapist."

NAMING = frozenset(
    {
        *(SCREENING, SAY_READY, STAYS_PAUSED, IS_IT_SHARP),
        *(IF_NOT_SHARP, HOW_TO_GO_ON, IF_NOT_SHARP_BETWEEN, HOW_TO_GO_ON_BETWEEN),
        *(ASK[question] for question in ("foot", "first", "before left", "before right", "after left", "after right")),
    }
)
"""Fixed sentences whose job is to name phrases or answers; they are masked word by word while they play."""


def ask_for_key(answers: frozenset[str]) -> str:
    """The question asked once more, of one who cannot be heard. A naming sentence."""
    return f"I cannot hear an answer. Please press a key: {key_names(answers)}."


def key_names(answers: frozenset[str]) -> str:
    """The keys of the answers to a question."""
    numbers = ["a digit from zero to nine"] if "zero" in answers else []
    others = [answer for answer in ANSWERS if answer in answers and answer not in NUMBERS[:10]]
    return any_of((*numbers, *(f"{ANSWER_KEYS[answer].upper()} for {answer}" for answer in others)))


def any_of(phrases: tuple[str, ...]) -> str:
    """`phrases` as a choice: "a, b, or c"."""
    return ", ".join(phrases[:-1]) + f", or {phrases[-1]}" if len(phrases) > 1 else "".join(phrases)


# --- sentences that name phrases -----------------------------------------------------------------------------------

_SOME_NUMBERS = ("zero", "five", "ten", "skip")


def can_say(live: Live) -> tuple[str, ...]:
    """Up to six phrases that make sense now, most useful first. Never a safety phrase."""
    if "zero" in live.answers:
        return _SOME_NUMBERS
    if live.answers:
        return tuple(answer for answer in ANSWERS if answer in live.answers)[:6]
    first = [Intent.RESUME] if live.paused else [Intent.READY] if live.waiting else [Intent.PAUSE]
    timed = [Intent.TIME_LEFT, Intent.MORE_TIME] if live.timed else []
    named = [*first, Intent.NEXT, Intent.REPEAT, *timed, Intent.BACK, Intent.SWITCH_FOOT]
    return tuple(COMMANDS[intent][0] for intent in named)[:6]


def not_now(live: Live) -> str:
    """The answer to a command that makes no sense now."""
    return f"Not now. You can say: {any_of(can_say(live)[:3])}."


def nearly(live: Live) -> str:
    """What the coach says to the second near miss."""
    return f"I did not get that. You can say: {any_of(can_say(live)[:3])}."


def help_text(live: Live) -> tuple[str, ...]:
    """The answer to a call for help."""
    return (
        f"You can say: {any_of(can_say(live))}.",
        "For the voice: slower, faster, louder, quieter, fewer counts, or more counts.",
        "To leave, say end session. And the two safety words from the start always work.",
    )


def sentences() -> Iterator[str]:
    """Every fixed sentence but those of a routine, about in the order of a session, for rendering ahead."""
    yield from (
        *WELCOME,
        TAKE_IT_UP,
        AFRESH,
        SCREENING,
        *ASK.values(),
        SAME_WITH_DIABETES,
        *READ_BACK.values(),
        PREPARE,
    )
    yield from map(soreness_read_back, (*NUMBERS, "skip"))
    yield from (SAY_READY, LEAD_IN, SHARP_SPOT, LEFT_OUT, RELEASE, REST)
    yield from (PAUSED, SHALL_I_END, STAYS_PAUSED, IS_IT_SHARP, IF_NOT_SHARP, HOW_TO_GO_ON, IF_NOT_SHARP_BETWEEN)
    yield from (HOW_TO_GO_ON_BETWEEN, HURT_BEFORE, EASE_OFF, SPOT_LEFT_OUT, *SHARP_END, END_FOR_TODAY, GOES_ON)
    yield from (made(side) for side in Side for made in (as_before, foot_begins, other_side, side_finished))
    yield from (side_first(side, only=only) for side in Side for only in (False, True))
    yield from (REMIND, NOTHING_PAUSED, NEED_AN_ANSWER, CLOCK_STANDS, FIRST_STEP, AS_FAR_AS_IT_GOES, ADDED_SECONDS)
    yield from (*RATE.values(), *GAIN.values(), *COUNTS.values(), MICROPHONE_LOST, MICROPHONE_FOUND)
    yield from (*WORSE_AFTER, SEVERE_AFTER, *REFUSAL.values(), COULD_BE_SERIOUS, SEE_A_PROFESSIONAL)
    yield from (KIND_END, CLOSED, AT_THE_END, *LONG_SORE, *RISING)
