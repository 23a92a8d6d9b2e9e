"""Danish abbreviations that end in a full stop, by what the stop can mean.

All are written in small letters, without their last stop and without spaces ("d. v. s." is looked up as "d.v.s").
Words that are no abbreviations but look like one ("man", "land") are left out on purpose: a missed abbreviation
costs a boundary only where a capital follows.
"""

from __future__ import annotations

from tilgaengelig.danish.wordlists import listed

# Something always follows: a sentence can't end here, whatever the next letter.
OPENING = listed(
    """
    f.eks feks bl.a bla jf jvf jfr ca dvs d.v.s pr vedr ang evt hhv h.h.v resp inkl incl ekskl excl
    pga p.g.a pba p.b.a vha v.h.a mht m.h.t iht i.h.t ift i.f.t ifm i.f.m ifbm iflg mhp m.h.p sml cf
    alm kgl skt sct st gl ndr sdr hr fr frk dr mr mrs prof fhv tidl nuv såk s.k cand lic stud fig bl forts
    d pgl chr joh
    """
)

# The stop is often the sentence's own as well: a capital after it begins a new sentence.
CLOSING = listed(
    """
    mv m.v mm m.m mfl m.fl m.m.fl osv o.s.v etc o.l ol o.lign o.lgn lign o.a o.m.a m.a m.a.o ff
    kr pct mio mia mill mrd tkr t.kr dkr
    kg km m cm mm g l ml cl dl ha kw kwh mw gw min sek tim mdr md kvm pers
    d.d d.å d.m s.å s.d p.t p.a i.a s.u n.n mvh vh kh f.kr e.kr f.v.t e.v.t inc ltd jr sr
    """
)

# The next word decides: a word that begins sentences ends this one, a name or a number goes on.
UNDECIDED = listed(
    """
    nr nrr j.nr matr.nr stk pkt kap kl art afs afsn tlf tel mob telf lok
    bek bekg bkg lbk lovbek lovbkg lbkg cirk cskr skr vejl vejledn betænkn lovf lovforsl
    s p pp sp sp bd årg vol hft matr ad
    afd dep kont dir komm reg sekr inst udv adm best kst div udg red
    kbh kbhvn sj jyll
    jan feb febr mar mart apr jun jul aug sep sept okt nov dec man.-fre tors fre lør tirs ons
    dr.phil dr.med dr.jur dr.scient dr.theol dr.polit dr.oecon dr.techn lic.jur lic.med lic.scient ph.d phd
    cand.jur cand.polit cand.mag cand.scient cand.merc cand.oecon cand.med cand.psych cand.theol cand.pæd
    cand.phil cand.scient.pol cand.scient.soc cand.scient.adm cand.merc.jur cand.soc cand.comm cand.it mag.art
    stud.jur stud.mag stud.polit stud.med jur polit merc scient oecon psych theol adv lekt adj
    eksp sagsbeh spm maks max eksempelv int internat udenl ekstraord opr lat eng spl retspl rpl fvl offl srl
    adr afg afl anm att bem bemærkn dagl ds egl ekspl e.l forf fsv gns ibid ill indb indl instr jnr konv kpt kvt
    ndf ovf opl overs ovenst præs rep skr spec sst str tr udb udd uds vedk vedl v fuldm kontorch afd.ch kons sagsb dok
    omr bygn u.å t.h t.v e.m f.m f.n f.o ital alm.del lb.nr reg.nr forb foranst
    bestyrelsesfmd fmd næstfmd formd gen.dir ass co jnr snr th tv mf
    """
)

ABBREVIATIONS = OPENING | CLOSING | UNDECIDED

# Days before a date: "man. 30/11". Two of them are words of their own where no figure follows.
WEEKDAYS = listed("man tir tirs ons tor tors fre lør søn")

# Abbreviations a number, letter or Roman numeral may follow: "pkt. A", "kap. II", "nr. X".
NUMBERED = listed("nr pkt kap afsn art afs fig s bd årg afd kbh")
