"""What is done: the deeds that the session's table names, each a method here or of one of the parts. Pure."""

from collections.abc import Callable, Mapping

from coach.language.intents import COUNTS, SIDES, SKIP, YES_NO, Intent
from coach.session.corrections import Corrections
from coach.session.course import Course
from coach.session.effects import Speak
from coach.session.events import Heard
from coach.session.hold import CountStyle
from coach.session.navigation import Navigation
from coach.session.questions import GROUPS, OF_HEALTH
from coach.session.safety import Safety
from coach.session.standing import Standing
from coach.session.table import Deed
from coach.session.telling import Replies

_OF_SIGN = dict.fromkeys(("swelling", "redness", "fever", "numbness"), "signs")
"""The screening's question that asks for a sign, where it is not called so itself."""


class Deeds:
    """Does what was heard, wherever the session is. Safety words come here with all frozen already."""

    def __init__(self, course: Course) -> None:
        self._course = course
        self._wording = course.wording
        safety = Safety(course)
        standing = Standing(course, safety)
        navigation = Navigation(course, standing.resume)
        parts = self, Replies(course), standing, navigation, Corrections(course, safety, navigation)
        self._by_name: Mapping[Deed, Callable[[Heard], None]] = {
            deed: getattr(part, deed.name.lower())
            for deed in Deed
            for part in parts
            if hasattr(part, deed.name.lower())
        }

    def do(self, deed: Deed, heard: Heard) -> None:
        """Do it."""
        self._course.interview.begin_with = heard.match.also if heard.match.also in SIDES else ""
        self._by_name[deed](heard)

    # --- the welcome ----------------------------------------------------------------------------------------------

    def welcome_again(self, heard: Heard) -> None:
        """The welcome from its start."""
        self._course.freeze(heard.start)
        self._course.welcome()

    def leave_welcome(self, heard: Heard) -> None:
        """The welcome is known."""
        self._course.freeze(heard.start)
        self._course.begin_interview()

    # --- answers --------------------------------------------------------------------------------------------------

    def answer(self, heard: Heard) -> None:
        """The answer to the open question."""
        course, match = self._course, heard.match
        asked = course.asking.question
        if asked is None or not course.asking.wants(match.answer):
            course.hint()
            return
        course.talk.hush()
        course.talk.note("answer", question=asked.id, answer=match.answer)
        if match.answer == "yes" and asked.id in GROUPS and match.topic:
            course.name_sign(_OF_SIGN.get(match.topic, match.topic))
        else:
            course.asking.answer(match.answer, heard.at)

    def as_answer(self, heard: Heard) -> None:
        """A command that amounts to an answer of the safety lane's open question."""
        asking, intent = self._course.asking, heard.match.intent
        asked = asking.question.id if asking.question else ""
        answer = {Intent.NEXT: "skip", Intent.RESUME: "go on"}.get(intent, "no")
        if intent is Intent.NEXT and heard.match.topic != SKIP:
            answer = ""
        if asked in {"stop", "end"}:
            answer = "yes" if intent is Intent.END else "no"
        if asking.wants(answer):
            self._course.talk.hush()
            asking.answer(answer, heard.at)
        else:
            self._course.hint()

    def vague(self, heard: Heard) -> None:
        """Something like an answer that decides nothing: say what is wanted."""
        asked, intent = self._course.asking.question, heard.match.intent
        if asked is None:
            return
        any_of = [answer for answer in ("left", "both", "ball", "hands only") if answer in asked.answers]
        if intent is Intent.EITHER and any_of and asked.id != "other foot":
            choice = "both" if "both" in asked.answers else any_of[0]
            self._course.talk.hush()
            self._course.asking.answer(choice, heard.at)
        elif intent is Intent.UNSURE and OF_HEALTH & {asked.id, *asked.covers} and asked.answers >= YES_NO:
            self._course.talk.hush()
            self._course.put_in(heard.start, self._wording.unsure_of_health)
        else:
            self._course.asking.hint()

    # --- the voice ------------------------------------------------------------------------------------------------

    def voice(self, heard: Heard) -> None:
        """Slower, faster, louder, quieter, fewer counts, more counts."""
        settings, intent, wording = self._course.settings, heard.match.intent, self._wording
        if intent in {Intent.SLOWER, Intent.FASTER}:
            changed = settings.change_rate(-1 if intent is Intent.SLOWER else +1)
            self._voice_changed(changed, wording.rate[intent.value])
        elif intent in {Intent.LOUDER, Intent.QUIETER}:
            changed = settings.change_gain(-1 if intent is Intent.QUIETER else +1)
            self._voice_changed(changed, wording.gain[intent.value])
        else:
            style = settings.count_style
            near = style.fewer if intent is Intent.FEWER_COUNTS else style.more
            self._counts(CountStyle(heard.match.topic) if heard.match.topic in COUNTS else near, heard.at)

    def _voice_changed(self, changed: bool, reply: str) -> None:
        settings = self._course.settings
        if changed:
            self._course.talk.emit(Speak(settings.words_a_minute, settings.gain_db))
        self._course.reply(reply if changed else self._wording.as_far_as_it_goes)

    def _counts(self, style: CountStyle, at: int) -> None:
        self._course.settings.count_style = style
        self._course.teaching.recount(at)
        self._course.reply(self._wording.counts[style.value])

    # --- while the closing is said --------------------------------------------------------------------------------

    def hurts_at_the_end(self, heard: Heard) -> None:
        """It hurts, and there is nothing left to be let go of: the advice once more."""
        self._course.talk.hush()
        self._course.teaching.note("hurt", said=heard.match.phrase, times=1, seconds=0.0)
        self._course.farewell.say(self._wording.sharp_end[-1])

    def leave(self, heard: Heard) -> None:
        """Enough of farewells."""
        self._course.talk.hush()
        self._course.farewell.leave()

    def repeat_closing(self, heard: Heard) -> None:
        """The closing from its start."""
        self._course.talk.hush()
        self._course.farewell.say()
