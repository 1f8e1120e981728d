"""What the English test model is made from: its phones, and words beside those of the phrase table."""

from scripts.testmodel.phones import PhoneSet, read_names

SPEECH = tuple(
    "AA AE AH AO AW AY B CH D DH EH ER EY F G HH IH IY JH K L M N NG OW OY P R S SH T TH UH UW V W Y Z ZH".split()
)

_NAMES = """
 h HH|tS CH|dZ JH|S SH|Z ZH|T TH|D DH|N NG|j Y|r- R|t# T|t2 T|w# W|t[ TH|? T|n- AH N|@L AH L|z# Z|z/2 Z|l/ L|
 0 AA|O2 AO|O AO|O: AO|A: AA|A# AA|aa AE|a AE|a# AH|V AH|@ AH|@2 AH|@5 AH|@- AH|E EH|E# EH|E2 EH|e EH|I IH|I2 IH|I# IH|
 i IY|i: IY|U UH|u: UW|u UW|3: ER|3 ER|VR ER|IR ER|eI EY|aI AY|aI2 AY|aU AW|oU OW|OI OY|e@ EH R|i@ IY AH|i@3 IH R|
 I@ IH R|O@ AO R|o@ AO R|A@ AA R|U@ UH R|aI@ AY AH|aI3 AY ER|aU@ AW AH
"""


_AMERICAN = read_names(_NAMES, same="bdfgklmnprstvwz")
_BRITISH = _AMERICAN | read_names("aa AA|3 AH|e@ EH AH|i@3 IH AH|I@ IH AH|O@ AO|o@ AO|A@ AA|U@ UH AH|aI3 AY AH")
PHONES = PhoneSet(SPEECH, {"gmw/en-US": _AMERICAN, "gmw/en": _BRITISH})

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
