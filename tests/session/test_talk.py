"""Asserts coach.session.talk: one line of speech, where the newest thing said decides what follows."""

from coach.session.effects import Effect, Hush, Say
from coach.session.talk import Talk


class Listener:
    """Keeps what a Talk wants said and what followed."""

    def __init__(self) -> None:
        self.effects: list[Effect] = []
        self.talk = Talk(self.effects.append)
        self.followed: list[tuple[str, int]] = []

    def say(self, *sentences: str, then: str) -> None:
        self.talk.say(*sentences, then=lambda at: self.followed.append((then, at)))


def test_what_follows_comes_when_the_last_sentence_has_sounded() -> None:
    listener = Listener()
    listener.say("One.", "Two.", then="on")
    speaking = [listener.talk.speaking]
    listener.talk.spoken(1, 500)
    speaking.append(listener.talk.speaking)
    assert listener.followed == [("on", 500)]
    assert speaking == [True, False]
    assert listener.talk.quiet_since == 500


def test_the_newest_thing_said_decides_what_follows() -> None:
    listener = Listener()
    listener.say("One.", then="first")
    listener.say("Two.", then="second")
    listener.talk.spoken(1, 100)
    assert listener.followed == []
    listener.talk.spoken(2, 200)
    assert listener.followed == [("second", 200)]


def test_nothing_follows_what_was_cut() -> None:
    listener = Listener()
    listener.say("One.", then="on")
    listener.talk.hush()
    listener.talk.spoken(1, 100)
    assert listener.followed == []
    assert isinstance(listener.effects[-1], Hush)


def test_what_is_put_in_goes_before_the_sentence_it_cuts_and_all_that_waits() -> None:
    listener = Listener()
    listener.say("One.", "Two.", then="first")
    listener.say("Three.", then="second")
    listener.talk.sentence_begun(1, 1)
    listener.talk.put_in("Louder.")
    assert listener.effects[-2:] == [Hush(), Say(3, ("Louder.", "Two.", "Three."))]
    listener.talk.spoken(3, 900)
    assert listener.followed == [("second", 900)]


def test_what_has_sounded_is_not_said_once_more() -> None:
    listener = Listener()
    listener.say("One.", then="first")
    listener.say("Two.", then="second")
    listener.talk.spoken(1, 100)
    listener.talk.put_in("Louder.")
    assert listener.effects[-1] == Say(3, ("Louder.", "Two."))


def test_putting_in_cuts_nothing_where_nothing_is_said() -> None:
    listener = Listener()
    listener.talk.put_in("Louder.")
    assert listener.effects == [Say(1, ("Louder.",))]


def test_a_reply_over_counts_is_no_speech_that_anything_waits_for() -> None:
    listener = Listener()
    listener.talk.say_over_counts("Louder.")
    assert listener.effects == [Say(0, ("Louder.",), over_counts=True)]
    assert not listener.talk.speaking
