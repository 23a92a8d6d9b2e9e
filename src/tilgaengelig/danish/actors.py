"""Who can do something: the words for people and for bodies, in all the forms that they stand in."""

from __future__ import annotations

from tilgaengelig.danish.prose import Prose
from tilgaengelig.danish.wordlists import listed

# In the definite form. "Beløbet trækkes af lønnen" is built as "af kommunen", and the pay draws nothing. Of compounds
# the last part tells: hovedbestyrelsen, speciallægen.
_DEFINITE = tuple(
    listed(
        """
        kommunen kommunerne regionen regionerne staten ministeriet ministeren styrelsen bestyrelsen nævnet
        retten politiet rådet udvalget direktoratet forvaltningen myndigheden myndighederne kontoret centret
        centeret instituttet skolen skolerne foreningen foreningerne banken virksomheden virksomhederne
        selskabet afdelingen lægen lægerne borgeren borgerne giveren giverne tageren tagerne lederen lederne
        behandleren behandlerne ansøgeren ansøgerne modtageren modtagerne læreren lærerne forældrene
        medarbejderen medarbejderne dommeren borgmesteren regeringen folketinget ombudsmanden udlejeren
        lejeren ejeren ejerne
        """
    )
)
_INDEFINITE = tuple(
    listed(
        """
        kommune kommuner region regioner ministerium ministerier minister ministre styrelse styrelser bestyrelser
        nævn nævnene råd udvalg direktorat forvaltninger myndighed myndigheder center centre institut
        skoler foreninger banker virksomheder selskaber læge læger borger borgere giver givere tager tagere leder
        ledere behandler behandlere ansøger ansøgere modtager modtagere lærer lærere forældre medarbejder
        medarbejdere dommer dommere borgmester ombudsmand udlejer udlejere lejer lejere ejer ejere psykolog
        psykologer psykologen sygeplejerske terapeut konsulent konsulenten advokat advokaten politi
        person personer rådgiver rådgiveren vejleder vejlederen sagkyndig sagkyndige
        """
    )
)
_PRONOUNS = listed("mig dig ham hende os jer dem andre nogen")
# The noun that "af" belongs to stands no further away than this: "af en uvildig speciallæge". It ends before these.
_REACH = 3
_ENDS = listed("i på til for fra med ved om og eller samt som der at hos under over efter mod inden når hvis")


def names_actor(word: str) -> bool:
    """Whether the word is a definite noun that names somebody who can act: "kommunen"."""
    return word.islower() and word.endswith(_DEFINITE)


def may_act(prose: Prose, at: int, last: int) -> bool:
    """Whether the words from `at` on, before `last`, may be those who act, as after "af": "en læge", "os".

    A capital is taken for a name: "Ankestyrelsen".
    """
    for word in prose.words[at : min(last, at + _REACH)]:
        if word in _ENDS:
            return False
        if word in _PRONOUNS or word[:1].isupper() or word.endswith(_DEFINITE + _INDEFINITE):
            return True
    return False
