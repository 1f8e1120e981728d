"""What the German test model is made from: its phones, and words beside those of the phrase table."""

from coach.language.catalogues import load_language
from scripts.testmodel.phones import PhoneSet, read_names

SPEECH = tuple(
    (
        "P B T D K G F V S Z SH ZH X CC H M N NG L R J "
        "A AA E AE EE I II O OO U UU Y YY OE OEE AX ER AI AU OI"
    ).split()
)  # fmt: skip

_NAMES = """
 S SH|Z ZH|x X|C CC|N NG|R R|r- R|ts T S|tS T SH|dZ D ZH|pF P F|? T|n- AX N|@L AX L|w V|l/ L|
 a A|A: AA|A AA|E E|E2 E|E: AE|e: EE|e E|I I|i: II|i II|O O|o: OO|o OO|U U|u: UU|u UU|y Y|y: YY|W OE|Y: OEE|Y OEE|
 @ AX|3 ER|@- AX|3: ER|aI AI|aU AU|OY OI|UR U R|EI E II
"""
PHONES = PhoneSet(SPEECH, {"gmw/de": read_names(_NAMES, same="pbtdkgfvszhmnlrj")})

DECOYS = frozenset(load_language("de").phrasebook.decoys) | frozenset(
    """
    leiter reiter kleider scheite weide seite heute stopf stoß stück sport spott spaß gestalt falten gehalt hut alter
    halten walten pausen paula sause tausend tauen rückt druck zucker brücke bereich bericht bereitet vertieft
    sieh ihr ehe reh tee see weg je jahre jagd naht nase nimm noch nass einst ernst feine keine meine deine leine bein
    stein links rinks lenken schenken recken recht rechnen frech pech achse achten sacht sagt satz platz sechzehn
    wechsel wächst fuchs fuß gruß muss bus nuss ruß kuss andere ander wandern anders länge lange langen lang bang gesang
    schnelle schnitt schnee schelle hölle halle laut lauf laufen leise leiste weiser meister geiser leser
    zählen wählen quälen fehlen stehlen ziel zeile zoll viel fiel spiel stiel hilft helfe gelbe halbe elf
    schritt schrift ritt tritt mitte bitten schlitten brett sprechen wieder wiesen widerholen erholen hole holen
    mal mahl saal zahl fertigt verdiene werde pferde wert sitz sitze hitze spitze witz senden ende wende wände hemd
    flach flasche lasche waschen balken ballett bälle rollen roll toll rost hände bände länder wände weh see tee
    tut hut gut mut blut tuch zufall sofort fort wort setzen letzen netz fetzen begin machen lachen wachen suchen
    """.split()
)
"""Words near in sound to those of the phrase table."""

COMMON = frozenset(
    """
    und oder aber denn wenn dass auch nicht sehr nur schon immer nie heute morgen gestern abend nacht tag woche monat
    mensch mann frau kind mutter vater bruder schwester freund haus wohnung zimmer küche garten fenster tür tisch stuhl
    bett lampe bild buch zeitung brief wasser kaffee brot käse milch apfel suppe teller messer gabel löffel
    stadt dorf straße weg brücke fluss berg wald baum blume wiese himmel sonne regen schnee wind wolke wetter
    auto bus bahn zug fahrrad schule arbeit büro geld markt laden brille hose jacke schuhe
    gehen kommen laufen fahren sehen hören sprechen lesen schreiben essen trinken schlafen kaufen bauen tragen
    groß klein alt jung neu gut schlecht warm kalt hell dunkel schön müde froh ruhig
    rot grün blau gelb schwarz weiß erste zweite dritte letzte
    ferse sohle gewölbe zehen ballen daumen finger knöchel knie bein hand haut knochen sehne muskel gewebe
    druck drücken druckst streichen kreise kreisen langsam sanft leicht tief tiefer gleichmäßig stelle stellen
    setz leg stell nimm such knete roll lehn wisch boden öl lotion tuch form kälte spannung dehnung
    bleib massage fragen antwort sekunden sekunde noch teil platz seite reihe schmerz schmerzen stark
    loslassen ausruhen anhalten einfach vielleicht wieder darauf davon dort hier rund rand unten oben
    ist sind war hat haben wird werden kann muss soll sollte darf will ich du er wir ihr sie mich dich uns
    von bis für mit ohne über unter auf in an bei nach aus durch gegen um zwischen neben hinter
    """.split()
)
"""Words of everyday speech, and those that a massage coach says."""
