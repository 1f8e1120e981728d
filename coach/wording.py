"""Every sentence the coach speaks of itself; a routine's own sentences come from its file. Pure.

No sentence but the welcome holds a safety word, and none but those of NAMING holds a live command.
"""

from coach.intents import ANSWERS, COMMANDS, Intent, Live
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


RELEASE = "release"
REST = "and rest"

WELCOME = (
    "Hello. I am your massage coach, for minor soreness of the heel.",
    "Two kinds of words halt me at any moment: stop, and, that hurts.",
    "For everything else, just talk to me, also while I am speaking.",
)
"""The only sentences that hold safety words; nothing is live while they are spoken."""

# --- the interview -------------------------------------------------------------------------------------------------

SCREENING = "First a few questions, to be sure that this is right for you today. Please answer yes or no."
ASK = {
    "severe": "Is the pain severe?",
    "injury": "Did it begin right after an injury?",
    "weight": "Does it keep you from standing on that foot, or from walking normally?",
    "week": "Has it lasted more than a week, despite rest and care at home?",
    "professional": "Has a professional told you that massage is fine?",
    "signs": "Is there marked swelling, redness, fever or numbness?",
    "same": "Last time you told me that you feel your feet well, and that you have no diabetes. Is that still so?",
    "feeling": "Have you lost feeling in your feet?",
    "diabetes": "Do you have diabetes?",
    "foot": "Which foot is it today: left, right, or both?",
    "first": "Which foot goes first: left or right?",
    "before left": "How sore is your left foot now, from zero to ten?",
    "before right": "How sore is your right foot now, from zero to ten?",
    "after left": "How sore is your left foot by now, from zero to ten?",
    "after right": "How sore is your right foot by now, from zero to ten?",
}
READ_BACK = {
    ("severe", "yes"): "Yes, severe pain.",
    ("severe", "no"): "No severe pain.",
    ("injury", "yes"): "Yes, after an injury.",
    ("injury", "no"): "No injury.",
    ("weight", "yes"): "Yes, it is hard to stand or walk.",
    ("weight", "no"): "No, you can stand and walk.",
    ("week", "yes"): "Yes, more than a week.",
    ("week", "no"): "No, less than a week.",
    ("professional", "yes"): "Yes, a professional said that it is fine.",
    ("professional", "no"): "No, not yet.",
    ("signs", "yes"): "Yes, there are signs.",
    ("signs", "no"): "No such signs.",
    ("same", "yes"): "Good, nothing has changed.",
    ("same", "no"): "Then let me ask afresh.",
    ("feeling", "yes"): "Yes, lost feeling.",
    ("feeling", "no"): "No, you feel your feet well.",
    ("diabetes", "yes"): "Yes, diabetes. Then we leave out anything frozen.",
    ("diabetes", "no"): "No diabetes.",
    ("foot", "left"): "Only the left foot.",
    ("foot", "right"): "Only the right foot.",
    ("foot", "both"): "Both feet.",
    ("first", "left"): "Left foot first.",
    ("first", "right"): "Right foot first.",
}
PAIN_REFUSED = "That is fine."

SEE_A_PROFESSIONAL = "Please see a professional, such as a doctor or a physiotherapist, before you massage it."
COULD_BE_SERIOUS = "This can be a sign of something more serious, such as a stress fracture or a tendon injury."
REFUSAL = {
    "severe": "Severe pain needs a professional's eye, not a massage.",
    "injury": "Pain right after an injury needs to be looked at first.",
    "weight": "When standing or walking is that hard, the foot needs to be looked at first.",
    "week": "Pain that lasts more than a week, despite rest and care at home, should be looked at first.",
    "signs": "Swelling, redness, fever or numbness should be looked at first.",
    "feeling": "Without feeling in your feet you could not tell when the pressure is more than they bear.",
}
KIND_END = "Take good care of yourself. Goodbye."


def pain_read_back(answer: str) -> str:
    """What the coach says to a pain of zero to ten, or to a refusal."""
    return PAIN_REFUSED if answer == "skip" else f"{answer.capitalize()} of ten."


# --- the steps -----------------------------------------------------------------------------------------------------

PREPARE = "Good. Let us prepare."
SAY_READY = "Tell me when you are ready."
SHARP_SPOT = "Keep away from the sharp spot that you found."
LEAD_IN = "Here we go."
LEFT_OUT = "Then we leave this part out."
ADD_SECONDS = "Ten seconds more."
NO_CLOCK = "No clock is running now."
FIRST_STEP = "This is the very first part."
ASK_TOOL = "What will you roll on: {tools}?"
_TOOL_NAMES = {"bottle": "a frozen bottle", "ball": "a ball", "roller": "a roller", "hands only": "or hands only"}


def ask_tool(tools: tuple[str, ...]) -> str:
    """The question for the tool of a step."""
    return ASK_TOOL.format(tools=", ".join(_TOOL_NAMES[tool] for tool in tools))


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


def side_first(side: Side) -> str:
    """The order of feet, changed before the first foot."""
    return f"Then the {side} foot goes first."


def seconds_left(n: int) -> str:
    """How much of a step is left."""
    return f"{number(n)} left".capitalize()


def clock_reply(n: int) -> str:
    """The reply to a question for the time, short enough for the gaps between counts."""
    return f"{number(n)} seconds".capitalize()


# --- safety --------------------------------------------------------------------------------------------------------

PAUSED = "Paused."
SHALL_I_END = "Shall I end?"
STAYS_PAUSED = "Then we stay paused. Say continue, when you want to go on."
IS_IT_SHARP = "Is it sharp, stabbing or shooting? Then say yes."
AFTER_HURT = "If not: ease off and go on, skip this one, or end?"
SECOND_HURT = "This is the second time on this part. I would leave it out."
EASE_OFF = "Good. Use less pressure, only as much as is easy to bear."
SPOT_LEFT_OUT = "From now on, leave that spot out."
SHARP_END = (
    "Then we end here. Never massage into pain that is sharp, stabbing or shooting.",
    "If it does not settle, see a professional.",
)

# --- replies -------------------------------------------------------------------------------------------------------

END_FOR_TODAY = "Shall I end the session for today?"
GOES_ON = "Then we go ahead."
ASK_AGAIN_BY_KEY = "I cannot hear an answer. Please press a key: {keys}."
REMIND = "I am still here. Take the time you need."
CLOSED = "It has been quiet for a while, so I save this and close. Goodbye."
NOTHING_PAUSED = "Nothing is paused now."
NEED_AN_ANSWER = "I need an answer first."
NO_FURTHER_BACK = "That is as far as it goes."
SLOWER = "I will speak more slowly."
FASTER = "I will speak more quickly."
LOUDER = "Volume up."
QUIETER = "Volume down."
COUNTS = {
    "every": "I count every second.",
    "fives": "I count in fives.",
    "last-five": "I count only the last five.",
    "tones": "Tones in place of numbers.",
    "off": "No counting.",
}
MICROPHONE_LOST = "I have lost the microphone. Use the keys until it is found."
MICROPHONE_FOUND = "I can hear you."
WORSE_AFTER = (
    "That is more than before. Give the foot some rest, and go more gently the other time.",
    "If the soreness stays for more than a week, or becomes severe, see a professional.",
)


def key_names(answers: frozenset[str]) -> str:
    """The keys of a question, for those who cannot be heard."""
    if answers >= {"yes", "no"}:
        return "Y for yes, N for no"
    if "zero" in answers:
        return "a digit from zero to nine, X for ten, or S for no answer"
    names = [answer for answer in ANSWERS if answer in answers]
    return ", ".join(f"{name[0].upper()} for {name}" for name in names)


# --- sentences that name phrases -------------------------------------------------------------------------------------


def can_say(live: Live) -> tuple[str, ...]:
    """Up to six phrases that make sense now, most useful first. Never a safety phrase."""
    if live.answers:
        return tuple(answer for answer in ANSWERS if answer in live.answers)[:6]
    first = [Intent.RESUME] if live.paused else [Intent.READY] if live.waiting else [Intent.PAUSE]
    timed = [Intent.TIME_LEFT, Intent.MORE_TIME] if live.timed else []
    named = [*first, Intent.NEXT, Intent.REPEAT, *timed, Intent.BACK, Intent.SWITCH_FOOT]
    return tuple(COMMANDS[intent][0] for intent in named)[:6]


def not_now(live: Live) -> str:
    """The answer to a command that makes no sense now."""
    return f"Not now. You can say: {_any_of(can_say(live)[:3])}."


def help_text(live: Live) -> tuple[str, ...]:
    """The answer to a call for help."""
    return (
        f"You can say: {_any_of(can_say(live))}.",
        "For the voice: slower, faster, louder, quieter, fewer counts, or more counts.",
        "To leave, say end session. And the two safety words from the start always work.",
    )


def nearly(live: Live) -> str:
    """What the coach says to the second near miss."""
    return f"I did not get that. You can say: {_any_of(can_say(live)[:3])}."


def _any_of(phrases: tuple[str, ...]) -> str:
    return ", ".join(phrases[:-1]) + f", or {phrases[-1]}" if len(phrases) > 1 else "".join(phrases)


NAMING = frozenset({STAYS_PAUSED, AFTER_HURT, SAY_READY})
"""Fixed sentences whose job is to name phrases, or that must; they are masked word by word while they play. So are
`not_now`, `help_text`, `nearly`, the questions for a foot, a tool or a number, and pain_read_back."""
