"""COR dropped in: a small made-up file of its shape."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from tilgaengelig.danish import verbs
from tilgaengelig.danish.passive import passives
from tilgaengelig.danish.prose import Prose
from tilgaengelig.model.errors import WrongUse

_REGISTER = """\
COR.90001.200.01\tblyfte\t\tvb.inf.akt\tblyfte\tN
COR.90001.203.01\tblyfte\t\tvb.præs.akt\tblyfter\tN
COR.90001.204.01\tblyfte\t\tvb.præs.pass\tblyftes\tN
COR.90001.206.01\tblyfte\t\tvb.præt.akt\tblyftede\tN
COR.90001.208.01\tblyfte\t\tvb.perf.part\tblyftet\tN
COR.90001.209.01\tblyfte\t\tvb.perf.part.pl\tblyftede\tN
COR.90002.110.01\tblip\t\tsb.fk.sg.ubest\tblip\tN
COR.90003.200.01\tfnulles\t\tvb.inf.akt\tfnulles\tN
COR.90003.203.01\tfnulles\t\tvb.præs.akt\tfnulles\tN
COR.90003.206.01\tfnulles\t\tvb.præt.akt\tfnulledes\tN
COR.90003.208.01\tfnulles\t\tvb.perf.part\tfnulledes\tN
COR.90004.200.01\tkvabbe\t\tvb.inf.akt\tkvabbe\tN
COR.90004.203.01\tkvabbe\t\tvb.præs.akt\tkvabber\tN
COR.90004.206.01\tkvabbe\t\tvb.præt.akt\tkvabbede\tN
COR.90004.208.01\tkvabbe\t\tvb.perf.part\tkvabbet\tN
COR.90005.115.01\tkvabbe\t\tsb.fk.sg.ubest.gen\tkvabbes\tN
"""


@pytest.fixture
def register(tmp_path: Path) -> Iterator[Path]:
    path = tmp_path / "cor.tsv"
    path.write_text(_REGISTER, "utf-8")
    yield path
    verbs.use_cor(None)


def _passives(text: str) -> list[str]:
    prose = Prose.of(text)
    return [" ".join(prose.words[one.first : one.last]) for one in passives(prose)]


def test_its_verbs_join_ours(register: Path) -> None:
    assert _passives("Sagen blyftes, og den blev blyftet.") == []
    verbs.use_cor(register)
    assert _passives("Sagen blyftes, og den blev blyftet.") == ["blyftes", "blev blyftet"]
    assert _passives("Sagen behandles.") == ["behandles"]


def test_its_deponents_are_no_passives_and_its_genitives_are_doubted(register: Path) -> None:
    verbs.use_cor(register)
    assert _passives("De fnulles i gården.") == []
    assert _passives("Kvabbens kvabbes farve.") == []
    assert _passives("Der kvabbes i gården.") == ["kvabbes"]


def test_what_is_no_register_is_refused_in_danish(tmp_path: Path) -> None:
    other = tmp_path / "andet.tsv"
    other.write_text("et\tto\ttre\n", "utf-8")
    with pytest.raises(WrongUse, match="Der er ingen verber"):
        verbs.use_cor(other)
    with pytest.raises(WrongUse, match="COR kan ikke læses"):
        verbs.use_cor(tmp_path / "findes-ikke.tsv")
