"""The words that the model knows: those of the phrase table, and others to tell them from."""

from collections.abc import Iterable, Mapping

from coach.languages.catalogues import load_language
from scripts.testmodel import VOICES
from scripts.testmodel.phones import pronunciations
from scripts.testmodel.speech import Speaker

Pronunciation = tuple[str, ...]

_BOOK = load_language("en").phrasebook
PHRASES, VOCABULARY = _BOOK.all_phrases, _BOOK.vocabulary

DECOYS = frozenset(
    """
    text neck nest vexed flex pack bath bag bank black pick paws cause boss resumed presume assume zoom room
    reason repeating treat heat defeat retreat switched which witch food put good soot stopped top shop shot
    spot stock step steps slip ship kept script clip held hell kelp who low along song wrong belong bat than
    there then hat hers heard hearts hurt shirts guess yet less mess chess go so snow note not lift lofty
    theft leave rest light white bright night ride rice wide lower sewer grower fast past pastor master caster
    first loud powder ladder lauder later quiet riot waiter water letter better never after under out about
    house couch touch such match march mud shut rent rain pan spin train done dumb gun run sun win wine line
    mine fine find nice mean tan tin when pen men tent thin free tree true threw door floor store war core
    more fire live hive dive fix sick sticks seventh heaven eleven hate late gate ray weigh way say day stay
    today pay see gain game pain rein begins bigger beginning ready red rudder steady heady bodies bodily
    bubble battle rattle baller bawl fall tall call wall crawl rolling rolled rule ruler solar molar boat bowl
    boast feed feel full fool footage hand hander handy land sand lonely holy own over move
    moved mover moose hold holder told cold old whole moment movement comment a minute month mouth south
    carrying cherry marry berry continued contain tinier contender change chain strange danger exchange range
    other mother brother others another an art left lefty lefts rights writer fright
    """.split()
)
"""Words near in sound to those of the phrase table."""

COMMON = frozenset(
    """
    the and of to in is it you was for on are with they be at have this from had by hot but some we can were
    all your up use said each she do their if will many them would like these her long make thing him has look
    could come did my sound most number people may down side been now any new work part take get place made
    where little only round man year came show every me give our name very through just form much great think
    help before turn same differ right boy does tell sentence set want air well also play small home read port
    large spell add even here must big high follow act why ask change went kind off need picture try us animal
    point world near build self earth father heel arch thumb finger toes toe ankle knee chair oil lotion skin
    press pressure circles slowly gently deep light ease stroke ball muscle muscles body weight breathe breath
    warm towel wipe sitting sit stand floor frozen tool tendon bone inner outer count seconds half almost
    release let relax again keep steady pull toward shin fro walk walking morning evening news weather kitchen
    dinner phone music television happy garden paper window table coffee dog cat city street money friend
    school question answer story always because during should between children river car family girl hour
    enough eat face watch really something mountain often important until miles grow took carry state
    once book hear without second later idea eyes those hard might began saw seen felt hello thanks thank
    goodbye sorry sure maybe remember plan start
    """.split()
)
"""Words of everyday speech, and those that a massage coach says."""


def lexicon(speaker: Speaker, phrases: Iterable[str]) -> dict[str, list[Pronunciation]]:
    """Every word of the model and how its voices say it, alone and within `phrases`.

    A word that sounds like one of the vocabulary is left out: it could only be taken for it.
    """
    wanted = sorted(VOCABULARY) + sorted(phrases)
    known = _said(speaker, wanted)
    taken = {said for word in VOCABULARY for said in known[word]}
    for word, all_said in _said(speaker, sorted((DECOYS | COMMON) - VOCABULARY)).items():
        if not taken & set(all_said) and word not in known and all(len(said) > 1 for said in all_said):
            known[word] = all_said
    return known


def _said(speaker: Speaker, texts: Iterable[str]) -> dict[str, list[Pronunciation]]:
    found: dict[str, list[Pronunciation]] = {}
    for text in texts:
        for voice in VOICES:
            for word, phones in pronunciations(speaker.say(text, voice), voice):
                known = found.setdefault(word, [])
                if phones not in known:
                    known.append(phones)
    return found


def homophones(known: Mapping[str, list[Pronunciation]]) -> dict[Pronunciation, list[str]]:
    """Which words share a pronunciation."""
    shared: dict[Pronunciation, list[str]] = {}
    for word, all_said in known.items():
        for said in all_said:
            shared.setdefault(said, []).append(word)
    return {said: words for said, words in shared.items() if len(words) > 1}
