"""How the history's values read on a screen and on a page. Pure."""

from collections.abc import Mapping, Sequence

from coach.history.reading import Entry

ENDINGS = {
    "": "goes on",
    "done": "done",
    "ended": "ended early",
    "stopped": "ended after “stop”",
    "hurt": "ended, it hurt",
    "sharp": "ended, sharp pain",
    "refused": "no massage",
    "silence": "closed, nobody spoke",
    "interrupted": "interrupted",
    "terminated": "interrupted",
    "hung up": "interrupted",
    "input ended": "interrupted",
    "nobody": "interrupted",
    "sound ended": "interrupted",
    "failed": "ended by a fault",
}
_SIGNS = {
    "severe": "severe pain",
    "injury": "began straight after an injury",
    "weight": "hard to stand or walk",
    "week": "for more than a week despite rest and care at home",
    "signs": "swelling, redness, fever or numbness",
    "feeling": "lost feeling in the feet",
    "diabetes": "diabetes",
}
"""What a "yes" to a question of the screening tells."""


def ending_of(entry: Entry) -> str:
    """Why a session ended; one that came to its end without a step is not called done."""
    if entry.reason == "done" and not entry.done:
        return "ended, it hurt" if entry.hurts else "all left out"
    return ENDINGS.get(entry.reason, entry.reason)


def signs_in(answers: Mapping[str, str], refused: str) -> list[str]:
    """The warning signs that were told of in a screening; `refused` is the question that ruled a massage out, or ""."""
    told = [sign for question, sign in _SIGNS.items() if answers.get(question) == "yes"]
    severe = refused == "severe" and answers.get("severe") != "yes"
    return told + (["soreness of eight or more"] if severe else [])


def level(soreness: int | None) -> str:
    """A soreness, or a dash where it was not told."""
    return "-" if soreness is None else str(soreness)


def about_clocks(sure: Sequence[bool]) -> list[str]:
    """A sentence where the times of some sessions cannot be believed; `sure` tells of each whether it can."""
    wrong = sum(not right for right in sure)
    if not wrong:
        return []
    those = "1 session was" if wrong == 1 else f"{wrong} sessions were"
    return [f"{those} held while the clock was wrong: marked with a question mark, and not in the chart."]
