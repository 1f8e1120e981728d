"""Standing still, and going on: pause, "stop", a hurt, and what is said once more meanwhile. Pure."""

from coach.clock import samples
from coach.session.course import Course
from coach.session.events import Heard
from coach.session.safety import Safety

LONG_AGO = samples(120)
"""After a pause of so long the instruction is said once more."""


class Standing:
    """Deeds by which all stands, and by which it goes on. Safety words come here with all frozen already."""

    def __init__(self, course: Course, safety: Safety) -> None:
        self._course = course
        self._wording = course.wording
        self._safety = safety
        self._paused_since = 0

    def pause(self, heard: Heard) -> None:
        """All stands."""
        self._course.freeze(heard.start)
        self._paused_since = heard.at
        self._course.teaching.note("paused", seconds=self._course.teaching.seconds_held)
        self._course.pause(self._wording.paused)

    def resume(self, heard: Heard) -> None:
        """Go on where it stood."""
        self._course.freeze(heard.start)
        if self._course.unsettled:
            self._safety.ask_about_hurt()
            return
        self._course.teaching.note("resumed", seconds=self._course.teaching.seconds_held)
        self._course.paused = False
        self._course.go_on(heard.at, afresh=heard.at - self._paused_since > LONG_AGO)

    def stay_paused(self, heard: Heard) -> None:
        """It does not end, and it does not go on."""
        self._course.freeze(heard.start)
        self._course.stay_paused()

    def repeat(self, heard: Heard) -> None:
        """Say once more what was said, or asked."""
        course = self._course
        if course.asking.question:
            course.talk.hush()
            course.asking.repeat()
        elif course.paused:
            course.talk.hush()
            course.pause(*course.teaching.sentences() or (self._wording.stays_paused,))
        else:
            course.freeze(heard.start)
            course.teaching.repeat()

    def ask_about_hurt(self, heard: Heard) -> None:
        """How a hurt is to be settled comes first."""
        self._course.freeze(heard.start)
        self._safety.ask_about_hurt()

    # --- the safety lane ------------------------------------------------------------------------------------------

    def hurts(self, heard: Heard) -> None:
        """It hurts."""
        self._safety.hurts(heard.match, heard.start)

    def stop(self, heard: Heard) -> None:
        """Stop."""
        self._paused_since = heard.at
        self._safety.stop()

    def end(self, heard: Heard) -> None:
        """End for today?"""
        self._course.freeze(heard.start)
        self._safety.end()
