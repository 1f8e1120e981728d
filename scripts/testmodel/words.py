"""The words that the model knows: those of the phrase table, and others to tell them from."""

from collections.abc import Iterable, Mapping

from scripts.testmodel.phones import pronunciations
from scripts.testmodel.speech import Speaker
from scripts.testmodel.tongue import Tongue

Pronunciation = tuple[str, ...]


def lexicon(speaker: Speaker, tongue: Tongue) -> dict[str, list[Pronunciation]]:
    """Every word of the model and how its voices say it, alone and within the phrases.

    A word that sounds like one of the vocabulary is left out: it could only be taken for it.
    """
    wanted = sorted(tongue.vocabulary) + sorted(tongue.phrases)
    known = _said(speaker, tongue, wanted)
    taken = {said for word in tongue.vocabulary for said in known[word]}
    others = (tongue.decoys | tongue.common) - tongue.vocabulary
    for word, all_said in _said(speaker, tongue, sorted(others)).items():
        if not taken & set(all_said) and word not in known and all(len(said) > 1 for said in all_said):
            known[word] = all_said
    return known


def _said(speaker: Speaker, tongue: Tongue, texts: Iterable[str]) -> dict[str, list[Pronunciation]]:
    found: dict[str, list[Pronunciation]] = {}
    for text in texts:
        for voice in tongue.voices:
            for word, phones in pronunciations(speaker.say(text, voice), voice, tongue.phones):
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
