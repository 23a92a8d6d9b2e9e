"""Small lists of Danish words that tell where sentences and lines end."""

from __future__ import annotations


def listed(words: str) -> frozenset[str]:
    """Return the words that stand in `words`, apart by white space: lists are kept as text, for those who read them."""
    return frozenset(words.split())


# Words that begin Danish sentences and seldom names. A capital on any of these marks a new sentence.
STARTERS = listed(
    """
    ad af afhængig alle aflever afmeld alligevel allerede alt altså anden andre andet at begge bemærk bestil
    betal bliver blandt bortset brug både da de dem den denne der derefter derfor deres derimod dermed
    derudover des desuden desværre det dette dets dig din dine disse dit dog du du'er efter efterfølgende
    eftersom ej eller ellers en endelig endvidere er et enhver ethvert flere find flest foran for fordi
    foreløbig forinden formålet forud fra fremover først fx gennem gå gør har havde ham han hans her heraf
    herefter herfor herudover hen hendes hent henvend herunder hertil hos husk hun hvad hvem hver hvert
    hverken hvilke hvilken hvilket hvis hvor hvorfor hvordan hvornår i ifølge igen ikke imens imidlertid
    imod ind inden indtil ingen intet især jeg jer jeres jo kan klik kom kommer kontakt kun kunne læs lad
    lige ligeledes ligesom man mange med medbring medmindre meld meget mellem men mens mest mig min mine mit
    modsat må måske mød ned netop nogen nogle noget nu nyt når og også om omkring op oplys over overfor på
    ring samlet samme samt samtidig se sådan sådanne selv selvom send senest siden sidst skal skriv skulle
    skyldes snart som stadig søg så således tag til tilmeld tilsvarende tidligere trods tværtimod uanset ud
    uden udfyld udover underskriv under undervejs undtagelsesvis vedlagt var ved vedrørende vi via vil ville
    vælg vor vores vær være yderligere åbn øvrige
    """
)

MONTHS = listed(
    """
    januar februar marts april maj juni juli august september oktober november december
    jan feb febr mar apr jun jul aug sep sept okt nov dec
    """
)

# Capitalised all the same after an ordinal: "2. Verdenskrig", "3. Division", "1. Sal", "1. G".
ORDINAL_NOUNS = listed(
    """
    verdenskrig verden division sal th tv mf etage kvartal halvår juledag påskedag pinsedag søndag g klasse
    behandling instans fløj regiment mosebog kongebog maj-initiativet
    """
)

# Rulers are numbered with a stop: "Christian 4. Han", "Frederik 10. Kongen".
RULERS = listed(
    """
    christian frederik margrethe valdemar erik knud hans svend oluf harald magnus gorm gustav karl carl henrik
    ludvig louis vilhelm wilhelm elizabeth elisabeth johannes pius benedikt paul katarina peter nikolaj
    alexander napoleon georg george edward edvard haakon håkon olav
    """
)

# What a number or a letter is the name of: "litra d", "bilag b", "§ 12 d".
LETTERED = listed("litra lit bilag punkt bogstav tabel figur del gruppe § og eller")

# Nothing but more words can follow these: a line that ends in one goes on in the next.
GOES_ON = listed(
    """
    og eller samt men at som der i til for fra af med på om ved under over efter før mellem uden mod hos gennem
    den det de en et denne dette disse sin sit sine vores jeres deres hans hendes min din mit dit er var har kan skal
    vil må bliver blev hvis når da fordi hvor end både enten hverken såvel herunder via per
    """
)

# After these, a number or letter at the beginning of a line is referred to, and begins no item of its own.
REFERS = listed("og eller samt til i af efter jf litra punkt pkt nr afsnit ved")

# First parts that Danish joins with a hyphen for good, also where the hyphen stands at a line's end.
KEEPS_HYPHEN = listed("it tv pc id cpr cvr ean edb sms mms pdf gps eu fn usb web dna hiv hpv ikke")

# Common English words that are no Danish ones: where they stand, the words around them are English.
ENGLISH = listed("the of and is are with from this your you by what's not which when that")
