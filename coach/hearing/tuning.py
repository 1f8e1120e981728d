"""Every threshold and time that decides what is heard: its unit, what it trades, and where its value was measured.

Pure. The parts take theirs from a `Tuning`; the benchmarks vary any of them (`--tune segmenter.clear=4`). The type of a
field is its unit; likeness and shares go from 0 to 1. Where nothing is named, a value was found on the first 25
recorded commands, in quiet, babble, pink noise and a tap; those of the echo, in the simulated rooms of
tests/hearing/echo. What only has a shape (filters, windows, the distances of sounds) stays where it is used.
"""

from dataclasses import dataclass, field

from coach.units import AudioTime, Decibels, LogProbability, MeanSquare, PowerRatio, Probability, Seconds


@dataclass(frozen=True, slots=True)
class NoiseFloor:
    """What of a sound is the room's own noise (`spectrum.py`). Higher floors miss soft voices, lower hear noise."""

    lowest: Decibels = Decibels(-80.0)
    """dBFS a band under which no floor lies: no voice is that soft."""
    assumed: Decibels = Decibels(-55.0)
    """dBFS a band of the floor, at most, until a slice is full: until then louder sound is taken for a voice."""
    at_first: PowerRatio = 3.0
    """How far above the newest power the floor is held to be until then."""
    slice: Seconds = 0.25
    """A floor is the least of so many slices (below), each of that length: 2 s in all, for speech has gaps in
    which the floor shows, and a running tap has none."""
    slices: int = 8
    """More remember the quiet for longer; fewer follow a fan that was switched on sooner."""
    bias: PowerRatio = 1.4
    """Mean of a noise over the minimum of its smoothed power."""
    falling: float = 0.3
    """Share by which the smoothed power follows, a frame of 10 ms, where it falls."""
    rising: float = 0.1
    """The same where it rises."""


@dataclass(frozen=True, slots=True)
class Segmenting:
    """What is held for an utterance (`segmenter.py`). Lower bars hear softer words, and more of what is none."""

    onset: float = 1.0
    """Evidence (see `Spectrum.evidence`) for the voice to set in."""
    offset: float = 0.5
    """Evidence for the voice to go on."""
    fall: Decibels = Decibels(20.0)
    """Below the loudest of the utterance: quiet, whatever the floor, for a room rings on and others talk on."""
    jump: Decibels = Decibels(6.0)
    """Above all that was just heard: someone nearer may have begun to speak."""
    just: Seconds = 0.6
    """How far back `jump` looks."""
    rise: Seconds = 0.08
    """What `jump` leaves out of that: a voice does not set in at once."""
    surely: Decibels = Decibels(9.0)
    """Of a jump that leaves no doubt."""
    opening: Seconds = 1.2
    """Nobody comes to the loudest word of a command as late as that: before a jump this was someone else's talk."""
    margin: Decibels = Decibels(2.0)
    """Above the talk before a jump: what is no louder is that talk again."""
    over_echo: Decibels = Decibels(4.0)
    """Above the expected echo, for anything to be a voice."""
    clear: Decibels = Decibels(8.5)
    """By which the loudest of an utterance must stand out of the loudest echo expected meanwhile, or just before: a
    canceller that is surprised leaves less, and somebody who speaks over the coach is louder. Over six devices at 0 dB,
    4 dB cut out 51 of 84 words for 39, and one utterance more of the echo alone (docs/hearing.md)."""
    clear_told: Decibels = Decibels(4.0)
    """The same where a sound with less echo tells."""
    lately: Seconds = 0.3
    """How long before an utterance an echo may have been expected that counts as its own."""
    pre_roll: Seconds = 0.25
    """Of the sound before the voice sets in, so that no soft first sound is lost."""
    pauses: tuple[Seconds, ...] = (0.08, 0.2)
    """How long the voice has fallen each time that the word is handed on as maybe over."""
    endpoint: Seconds = 0.35
    """How long the voice has fallen at the end of an utterance. Longer waits for slow speakers, and is the latency."""
    growth: Seconds = 0.45
    """Between two GROWING segments of one utterance."""
    shortest: Seconds = 0.08
    """Of voice in all: less is a click."""
    longest: Seconds = 6.0
    """An utterance of this length is cut."""


@dataclass(frozen=True, slots=True)
class Bar:
    """What a phrase must reach that the engine finds possible, though it wrote something else."""

    log_probability: LogProbability
    behind: LogProbability
    """By how much at most it may be less likely than what the engine wrote."""
    ahead: LogProbability
    """By how much it must be likelier than any phrase of another meaning."""


@dataclass(frozen=True, slots=True)
class Matching:
    """What an utterance is taken to mean (`matching.py`). Easier bars win commands, and false ones in talk."""

    bar: Bar = Bar(-5.0, 4.0, 2.0)
    """For most phrases: measured in noise and babble of 10 dB, and on talk, in which nothing reached it."""
    safety_bar: Bar = Bar(-6.0, 4.5, 1.5)
    """For safety phrases: a missed one is worse than a pause for nothing."""
    end_bar: Bar = Bar(-3.0, 2.0, 3.0)
    """For what ends a session."""
    number_bar: Bar = Bar(-6.6, 6.8, 2.0)
    """For a number where one has just been asked for: hardly anything else is said then. Measured on the digits of half
    of the people, most of them of 8 kHz: of 17 lost in quiet it wins 8, and takes none of their "up" and "down"."""
    behind_filler: LogProbability = 2.0
    """By how much such a number may be less likely than an "oh", which sounds like many a word."""
    more_words: int = 1
    """How many words more than the phrase the engine may have written: what is longer was something longer."""
    easier: float = 0.07
    """Likeness that a safety phrase may lack: a missed one is worse than a pause for nothing."""
    stricter: float = 0.08
    """How much more likeness it takes to end a session."""
    stricter_when_asked: float = 0.1
    """How much more likeness all else takes while a number is asked for: "scoop" is rather a two than "skip"."""
    nearly: float = 0.15
    """An utterance that lacks this much likeness or less, and is short, was meant for the coach."""


@dataclass(frozen=True, slots=True)
class SoundAlike:
    """How like a phrase an utterance must sound (`soundalike.py`), measured on 121 slips and 4000 other words."""

    short: float = 0.85
    """Likeness for phrases of three sounds or fewer, and for several words. With 0.8 (and `usual` 0.74) one or two
    words more are won in babble, and as many wrong ones."""
    usual: float = 0.78
    """Likeness for all others."""
    margin: float = 0.05
    """By how much the best phrase must beat the best of another meaning."""
    same_word: float = 0.76
    """Likeness of each of several words to its own: with less, "try again" is "say again"."""
    word_more: float = 0.03
    """Likeness that a word boundary costs where there should be none, and the reverse."""


@dataclass(frozen=True, slots=True)
class WhoTells:
    """Who tells whether anybody speaks over the coach (`echo_taker.py`). Measured on the echoes of six devices."""

    less_echo: Decibels = Decibels(6.0)
    """By how much less echo is expected in AEC3's sound than in the canceller's: with 0, words of 0 dB are lost (51 of
    84 cut out, 56 with 6, 58 with 10); with 10, an utterance of echo alone every six seconds, with 6 none."""
    itself: Decibels = Decibels(16.0)
    """Suppression from which on the canceller's own sound tells as well: there AEC3 leaves no less."""


@dataclass(frozen=True, slots=True)
class DelayFinding:
    """How late the echo comes (`delay.py`, `alignment.py`). Easier bars find soft echoes, and delays that are none.

    Clarity is the peak of a correlation over its noise: chance reaches 10, a clear echo 30 and more.
    """

    window: Seconds = 0.512
    """Of the microphone that one measurement looks at; a power of two of samples is fast."""
    longest: Seconds = 0.4
    """The longest delay that is looked for: a slow wireless speaker in a large room."""
    whitening: float = 0.8
    """1 would be the whole phase transform; a little less trusts the bands with sound in them more."""
    range: Decibels = Decibels(40.0)
    """Bands that the coach's voice leaves this far below its loudest say nothing about the delay."""
    early: Seconds = 0.05
    """How long before the highest peak the direct sound may lie."""
    rival: float = 0.5
    """An earlier peak of this share of the highest is the direct sound; a later one that high may be a reflection."""
    clear: float = 8.0
    """Clarity that a peak needs anywhere."""
    plain: float = 5.0
    """Clarity that it needs where one is expected."""
    sharp: float = 15.0
    """Clarity to tell fractions of a sample by: where the direct sound drowns in reflections, the peak strays among
    them, and would feign a drift."""
    confirming: float = 0.5
    """Share of the highest peak that the one which is expected must reach, or the echo may have moved."""
    reach: Seconds = 0.004
    """How far from where it is expected a peak is looked for, at most."""
    same: Seconds = 0.001
    """Two measurements this close are of one delay."""
    agreeing: int = 3
    """So many measurements in a row must agree on a new delay: by chance a user's word resembles the coach's, even
    clearly, but the first window and the third have no word in common."""
    averaged: int = 16
    """Over how many measurements the curve is averaged, for an echo too soft for one."""
    enough: int = 8
    """From how many measurements on the average counts."""
    most: float = 6.0
    """What one measurement may add to the average, in units of its noise: the average wants many of them to agree."""
    absent: float = 6.0
    """Clarity of the averaged curve's highest peak below which there is no echo: chance reaches 5."""
    wander: float = 0.02
    """By how many samples delay and slope stray in a second: clocks warm up, people move."""
    noise: float = 0.1
    """Standard deviation of a measurement of clarity 30 and more, in samples."""
    unknown_slope: float = 4.0
    """Standard deviation of the slope before anything is known, in samples a second."""
    steepest: float = 300e-6
    """Difference of two clocks at most, as a share; of a USB microphone 200 millionths."""
    steady: float = 0.1
    """Standard deviation of the slope below which it is well known, in samples a second."""


@dataclass(frozen=True, slots=True)
class EchoTaking:
    """How the canceller is led (`echo_taker.py`). Longer times are surer, and leave the coach's start to chance."""

    speex_taps: AudioTime = 6144
    """Length of the echo path that Speex models: more settles too slowly, less leaves a reverberant room's end."""
    pyaec_taps: AudioTime = 4096
    """The same of pyaec; 4096 is the least that served in a room of T60 0.4 s."""
    head_room: Seconds = 0.012
    """How much of the delay is left to the canceller: the first sound is not always the strongest."""
    often: Seconds = 0.256
    """Between two measurements of the delay, while something is in doubt."""
    seldom: Seconds = 0.512
    """The same when delay and drift are well known."""
    memory: Seconds = 3.0
    """What a canceller practises on, at most."""
    practise_after: tuple[Seconds, ...] = (0.02, 0.5, 1.0, 1.5, 2.0, 3.0)
    """After so much of the coach's speech at a new delay, all that was heard of it is gone through once more."""
    good: Decibels = Decibels(15.0)
    """Suppression that falls from here to `bad` has collapsed: then it practises once more."""
    bad: Decibels = Decibels(10.0)
    """The room has changed, or the user talks: to practise once more does no harm."""
    settle: Seconds = 1.25
    """Of the coach's speech at a new delay until the canceller may be trusted, as it practises meanwhile; Speex alone
    takes 2 to 2.5 s."""
    patience: Seconds = 4.0
    """Of the coach's speech after which an echo that was looked for and not found is not there (headphones)."""
    whole: float = 0.5
    """Share of a window that the microphone must have sounded in; a gated one gives zeros between words."""
    flat: Seconds = 0.06
    """Of zeros that a living microphone may give in a room without noise, as an echo sets in."""
    slew: float = 1.0
    """The most by which the delay may glide in a block, in samples."""
    rings_on: Seconds = 1.5
    """How long an echo may go on after the last sound that was played: no room and no radio link takes longer."""


@dataclass(frozen=True, slots=True)
class EchoMetering:
    """How much echo is expected to be left (`cancelled.py`). More hides soft words, less is heard as a voice.

    Found in simulated rooms in which Speex takes out 25 to 35 dB, and held against six real devices (9 to 20 dB).
    """

    audible: MeanSquare = 400.0
    """From which on a played block counts as sound: an amplitude of 20, -64 dBFS."""
    enough: Seconds = 2.5
    """Of the coach's speech after which a canceller has settled."""
    tail: PowerRatio = 0.7
    """What is left of an echo's power after a block: 1.5 dB in 20 ms, a room of 0.8 s."""
    sure: Seconds = 1.0
    """Of the coach's speech until the suppression of late is told, and over which it is averaged, twice."""
    room: Seconds = 0.3
    """For which a room rings on after the coach has spoken, as far as the leak is learnt by."""
    memory: Seconds = 1.0
    """Over which the leak's mean and spread are learnt."""
    learnable: float = 0.03
    """Share of the loudest echo of late from which on something is learnt by an echo."""
    forgetting: PowerRatio = 0.995
    """What is left of that loudest echo after a block."""
    spreads: float = 1.0
    """How many mean deviations the expected echo lies above the leak's mean, before any margin."""
    below: Decibels = Decibels(26.0)
    """What lies so far below the loudest echo of late counts as its end: rooms ring on for longer than any canceller
    models, and nobody talks that softly over a coach."""
    fade: Decibels = Decibels(0.6)
    """By how much the loudest echo is forgotten in a block: as in a room that rings for 2 s."""
    voice: Decibels = Decibels(6.0)
    """What lies so far above the expected echo is rather a voice,"""
    doubt: float = 0.1
    """and counts for so much."""
    long_run: Seconds = 8.0
    """Of the coach's speech by whose medians the longer run is judged: who speaks over a few hardly counts."""
    every: Seconds = 0.5
    """Of the coach's speech between two such judgements."""
    floor: PowerRatio = 2.0
    """Over the softest that was heard of late: no less is expected while the room's noise comes back."""
    adapting: Seconds = 3.0
    """Where an echo was suppressed, the room's noise comes back within this time, and must not be taken for a voice."""
    rise: PowerRatio = 1.002
    """By how much the floor, the softest that was heard of late, rises in a block: 0.4 dB a second."""
    smoothing: float = 0.2
    """Share by which the power of which the floor is the least follows, a block."""
    most: PowerRatio = 10.0
    """No more is expected than so much of the whole echo: where there is next to none, what a canceller takes out is
    the user's own voice, and would make it expect that."""
    heard: PowerRatio = 2.0
    """An echo's over the floor from which on it matters."""
    least_left: PowerRatio = 1e-4
    """What no canceller's residual is held to lie under, against the echo: 40 dB."""


@dataclass(frozen=True, slots=True)
class HarmlessEcho:
    """When an echo is so soft that the microphone itself is heard best (`audibility.py`): headphones, a low speaker."""

    enough: Seconds = 2.5
    """Of the coach's speech until this can be told."""
    long_run: Seconds = 8.0
    """Of the coach's speech that is looked back on."""
    few: int = 2
    """Blocks among them in which noise may have looked like an echo; less than any word lasts."""
    unknown: float = 0.1
    """Share of them that may look like an echo where measuring finds none: a canceller takes some of the user, too."""
    voice: float = 1.0
    """Evidence (see `Spectrum.evidence`) by which a voice sets in,"""
    none: float = 0.5
    """and below which none goes on."""
    over_echo: PowerRatio = 2.5
    """Against the expected echo, from which on something is a voice."""


@dataclass(frozen=True, slots=True)
class Modes:
    """What may be said while the coach speaks, by suppression (`listening.py`). Each border has two sides, lest the
    mode flutter. Simulated rooms reach 25 to 35 dB, ten real devices 0 to 20."""

    full_from: Decibels = Decibels(12.0)
    """From which on everything is heard,"""
    full_to: Decibels = Decibels(9.0)
    """and below which no longer."""
    half_from: Decibels = Decibels(5.0)
    """Below which only safety words are taken,"""
    half_to: Decibels = Decibels(7.0)
    """and from which on more."""


@dataclass(frozen=True, slots=True)
class Lowering:
    """How the coach lowers its voice to hear (`listening.py`)."""

    softer: Decibels = Decibels(-12.0)
    """How much more softly the coach speaks while somebody speaks over it: at 0 dB on real devices 65 of 100
    words are heard with it, 48 without; at -6 dB, 47 and 23."""
    ducked: Decibels = Decibels(-8.0)
    """How much more softly it speaks all the time in the mode DUCKED."""
    longest: Seconds = 2.0
    """After which the voice comes back, though somebody still speaks."""
    talk: Seconds = 0.8
    """From which on a sound was talk; shorter ones do not count as such."""
    futile: int = 3
    """So many times in a row for talk that was nothing, and it is left for a while:"""
    rest: Seconds = 15.0
    """for so long."""


@dataclass(frozen=True, slots=True)
class Troubles:
    """When the coach tells that it hears badly (`meter.py`, and the advice of the calibration). Too often is a
    nuisance; too late, and the person gives up."""

    clipped: int = 32_700
    """A sample (int16) from which on the microphone is driven too hard."""
    often: int = 10
    """So many clipped blocks in `memory` are no accident."""
    noise: Decibels = Decibels(-45.0)
    """dBFS of noise in which soft words are lost; a voice at arm's length is at about -26."""
    bad_echo: Decibels = Decibels(9.0)
    """Suppression below which the coach's own voice covers the user's."""
    loud_echo: Decibels = Decibels(-18.0)
    """dBFS of the echo from which on a quieter speaker would help."""
    memory: Seconds = 20.0
    """What the meter looks back on."""
    newest: Seconds = 0.3
    """Over which the level is shown."""
    quietest: int = 10
    """Percent of what was heard while the coach was silent that are taken for noise."""
    sure_of_noise: Seconds = 2.0
    """Of silence of the coach until noise is told."""
    sure_of_echo: Seconds = 1.0
    """Of its speech until the echo is told."""
    room: Seconds = 0.5
    """For which a room rings on after the coach has spoken: that is no noise."""
    looks: int = 3
    """So many in a row, 5 s apart, must find the same trouble before the person is told."""


@dataclass(frozen=True, slots=True)
class MoonshineDecoding:
    """How the embedded engine is asked (`moonshine_*.py`). More and longer sound costs processor time."""

    longest: Seconds = 2.75
    """Pre-roll and the longest phrase: decoding more would cost time and could give no command."""
    unheard: LogProbability = -8.0
    """Below which a phrase was not said: after such a first piece the rest is not asked about."""
    pieces_a_second: float = 6.5
    """Nobody speaks faster: beyond that the model repeats itself."""
    surely: LogProbability = -1.5
    """A phrase alone that is as likely as this to the first opinion was said; else the others are asked,"""
    guessed: LogProbability = -2.5
    """and below this by the mean of all it is only one of the possible ones. Of 476 phrases that people said, in quiet
    and four noises, the two doubt 6; of 36 that were made of other words, 9, and two that were made of echoes."""
    word_of_one: LogProbability = -0.5
    """What is understood, but is no phrase, must be likelier than this a word, by the mean of all opinions;"""
    word_of_all: LogProbability = -0.75
    """or than this where all of them mean the same. Of 518 sayings of two voices, in quiet and at 10 dB, the two leave
    490; of 38 that were made of babble, reverberation, talk or what is left of echoes, 6."""
    doubtful: Probability = 0.5
    """Confidence in a phrase heard in a pause by one opinion alone."""
    before: Seconds = 0.2
    """Of silence put before an utterance,"""
    after: Seconds = 0.3
    """and after it: the model mishears a word that ends where the sound ends, and this spares waiting for it."""
    level: Decibels = Decibels(-20.0)
    """dBFS to which its loudest part is brought."""
    loudest: int = 3
    """That part is one in so many of its samples."""
    around_again: Seconds = 0.5
    """Of silence around it when it is heard again, without noise: the model's mistakes change with such things. Over
    the echoes of five devices the variants win 4 of 70 words, those of the residual 5 more."""
    level_again: Decibels = Decibels(-16.0)
    """dBFS of the same."""
    quietest: int = 5
    """One in so many of its frames, the quietest ones, is noise, when noise is taken off it."""
    taken_off: float = 1.5
    """How much more of the noise is taken off than there is, against tones that are left."""
    left: float = 0.25
    """What is left of a band at least, of its amplitude: 12 dB less."""


@dataclass(frozen=True, slots=True)
class Serving:
    """How a recogniser on another machine is asked (`served_recogniser.py`, `asker.py`). It gives finals only."""

    pauses: tuple[Seconds, ...] = (0.2,)
    """The server is asked when the voice has fallen for so long, as it may be over: its words are then sooner there."""
    growth: Seconds = 1e6
    """It is never asked about speech that goes on."""
    few_words: int = 3
    """What is longer, and is understood by nobody, was talk: then the server is believed, which hears any word."""
    patience: Seconds = 2.0
    """That the words of an utterance may take, or the local recogniser's count. Not measured: people wait no longer."""
    warm: Seconds = 20.0
    """The same for the first words, when a server may still be loading its model."""


@dataclass(frozen=True, slots=True)
class VoskDecoding:
    """How Vosk is asked (`vosk_recogniser.py`)."""

    step: Seconds = 0.1
    """What the engine is given at a time: shorter blocks cost more, longer ones delay a partial."""
    growth: Seconds = 0.1
    """As in `Segmenting`: speech is handed on as it comes, a step at a time;"""
    pauses: tuple[Seconds, ...] = (0.08, 0.16, 0.24)
    """and oftener in a pause, for the engine tells of a word only 0.1 to 0.2 s after it."""
    unknown_copies: int = 10
    """The grammar is a bigram; ten copies of [unk] make it cheap enough to win over a poorly fitting phrase (its cost
    falls from 4.5 to 2.8 nats)."""
    slack: Seconds = 0.03
    """By how much a word may lie outside of the voice."""
    lead: Seconds = 1.5
    """How much of an utterance under way an engine hears first when it is switched to: less may cost a word its head,
    and with 0.3 s a "ready" over the change of a phase was heard as "end"."""


@dataclass(frozen=True, slots=True)
class Deciding:
    """When a hypothesis is acted on (`ear.py`)."""

    echo_tail: Seconds = 0.25
    """How much later than it was played a word of the coach may still be heard."""
    moment: Seconds = 0.25
    """How long a phrase waits for the rest of a longer one."""
    safely: Seconds = 0.18
    """How long the voice must have fallen before a sound-alike of a safety phrase is believed. With 0.08, half of the
    false commands in talk came of a syllable in a short pause; other phrases' sound-alikes wait for the endpoint."""
    refractory: Seconds = 0.3
    """After a partial was acted on nothing that begins so soon is a command, safety words apart: it is its end."""
    sure: Probability = 0.75
    """Confidence of a recogniser below which a partial is doubted."""
    stands_out: PowerRatio = 4.0
    """Of the loudest block of a word over the whole echo that may be in it, from which on it is a user's."""
    remembered: Seconds = 10.0
    """Whose loudness is remembered for that: the longest utterance, and some more."""


@dataclass(frozen=True, slots=True)
class Tuning:
    """All of them."""

    noise: NoiseFloor = field(default_factory=NoiseFloor)
    segmenter: Segmenting = field(default_factory=Segmenting)
    matching: Matching = field(default_factory=Matching)
    soundalike: SoundAlike = field(default_factory=SoundAlike)
    telling: WhoTells = field(default_factory=WhoTells)
    delay: DelayFinding = field(default_factory=DelayFinding)
    taking: EchoTaking = field(default_factory=EchoTaking)
    metering: EchoMetering = field(default_factory=EchoMetering)
    harmless: HarmlessEcho = field(default_factory=HarmlessEcho)
    modes: Modes = field(default_factory=Modes)
    lowering: Lowering = field(default_factory=Lowering)
    troubles: Troubles = field(default_factory=Troubles)
    moonshine: MoonshineDecoding = field(default_factory=MoonshineDecoding)
    vosk: VoskDecoding = field(default_factory=VoskDecoding)
    serving: Serving = field(default_factory=Serving)
    deciding: Deciding = field(default_factory=Deciding)


USUAL = Tuning()
"""What the coach uses."""
