"""The tables. A change here needs a migration beside it; a test compares the two.

    audit ──< visit ──< link (to another visit, or to an address elsewhere)
      │         ├──< occurrence >── component >── picture
      │         ├──< remark
      │         └─── trait, imprint
      ├──< component, address            acceptance: by site and component, whatever becomes of the audits
      │                                  task ──< said: the same
      └──< neighbour, lookup             site: by place, as an audit has it
                                         exemption, domain: what a person has said of a site

Tables that one module alone asks stand there: account, chore, deed, domain, lease, lookup, neighbour.

Hot rows (link, occurrence) hold numbers; a string stands in them only where it differs from the component's.
"""

from __future__ import annotations

from sqlalchemy import (
    Column,
    ColumnElement,
    Date,
    ForeignKey,
    Index,
    Integer,
    LargeBinary,
    MetaData,
    SmallInteger,
    Table,
    UniqueConstraint,
    func,
    literal_column,
    text,
)

from tilgaengelig.model.acceptance import Reason
from tilgaengelig.model.access import Role
from tilgaengelig.model.advice import AdviceKind
from tilgaengelig.model.audit import AuditState, LeftOut, SubjectKind, VisitState
from tilgaengelig.model.exemption import Basis
from tilgaengelig.model.finding import Outcome, Region
from tilgaengelig.model.rule import Impact, Responsibility
from tilgaengelig.model.task import TaskState
from tilgaengelig.model.trouble import TroubleKind
from tilgaengelig.store.columns import Address, Clean, Moment, Number, Packed, Structure, Word, Words

metadata = MetaData(
    naming_convention={
        "pk": "pk_%(table_name)s",
        "fk": "fk_%(table_name)s_%(column_0_name)s",
        "uq": "uq_%(table_name)s_%(column_0_N_name)s",
        "ix": "ix_%(table_name)s_%(column_0_N_name)s",
    }
)

audit = Table(
    "audit",
    metadata,
    Column("number", Integer, primary_key=True),
    Column("id", Clean, nullable=False, unique=True),
    Column("ordered", Structure, nullable=False),
    Column("order_key", LargeBinary(16), nullable=False),
    Column("place", Clean),
    Column("state", Word(AuditState), nullable=False),
    Column("started", Moment, nullable=False),
    Column("finished", Moment),
    Column("rulebook", Clean, nullable=False),
    Column("versions", Structure, nullable=False),
    Column("stage", Structure),
    Column("out_since", Moment),
    Column("unread_sitemaps", Structure),
    Index(None, "order_key"),
    Index(None, "place"),
    sqlite_autoincrement=True,
)

# Sites that are audited by the clock. `asked` has their settings; `handled` is the last time of the schedule that was
# seen to. What is known of a site's audits is found by `place`, so that those begun by hand count as well.
site = Table(
    "site",
    metadata,
    Column("number", Integer, primary_key=True),
    Column("name", Clean, nullable=False, unique=True),
    Column("address", Clean, nullable=False),
    Column("place", Clean, nullable=False, unique=True),
    Column("house", Clean, nullable=False),
    Column("asked", Structure, nullable=False),
    Column("added", Moment, nullable=False),
    Column("handled", Moment, nullable=False),
    sqlite_autoincrement=True,
)

# The frontier and what came of it: all but the first seven columns are NULL until a visit is kept.
visit = Table(
    "visit",
    metadata,
    Column("number", Number, primary_key=True),
    Column("audit", ForeignKey("audit.number", ondelete="CASCADE"), nullable=False),
    Column("key", LargeBinary(16), nullable=False),
    Column("address", Address, nullable=False),
    Column("depth", SmallInteger, nullable=False),
    Column("hops", SmallInteger, nullable=False),
    Column("state", Word(VisitState), nullable=False),
    Column("left_out", Word(LeftOut)),
    Column("kind", Word(SubjectKind)),
    Column("media_type", Clean),
    Column("status", Integer),
    Column("final_address", Clean),
    Column("forward", Clean),
    Column("trouble", Word(TroubleKind)),
    Column("trouble_detail", Clean),
    Column("trouble_status", Integer),
    Column("title", Clean),
    Column("language", Clean),
    Column("text_language", Clean),
    Column("words", Integer),
    Column("sentences", Integer),
    Column("long_words", Integer),
    Column("distinct_words", Integer),
    Column("hardest", Structure),
    Column("failed", Integer),
    Column("cant_tell", Integer),
    Column("size", Number),
    Column("facts", Structure),
    Column("seconds", Structure),
    Column("monitored", Words),
    Column("checked", Moment),
    UniqueConstraint("audit", "key"),
    Index("ix_visit_counts", "audit", "state", "failed"),
)

#: The word of a waiting visit, written into the query, so that the index of waiting visits can serve it.
WAITING: ColumnElement[str] = literal_column(f"'{VisitState.QUEUED.value}'")

#: As much of an address as its index holds; to sort by it and then by the address is to sort by the address.
opening = func.substr(visit.c.address, literal_column("1"), literal_column("200"))

Index(
    "ix_visit_waiting",
    visit.c.audit,
    visit.c.depth,
    visit.c.hops,
    opening,
    postgresql_where=text(f"state = {WAITING}"),
    sqlite_where=text(f"state = {WAITING}"),
)

# What the site rules ask of a page: in a table of its own, since nobody else reads it.
trait = Table(
    "trait",
    metadata,
    Column("visit", ForeignKey("visit.number", ondelete="CASCADE"), primary_key=True, autoincrement=False),
    Column("told", Packed, nullable=False),
    Column("sketch", LargeBinary, nullable=False),
)

# How the next audit tells whether the address is still the same. Nobody else reads it.
imprint = Table(
    "imprint",
    metadata,
    Column("visit", ForeignKey("visit.number", ondelete="CASCADE"), primary_key=True, autoincrement=False),
    Column("told", Packed, nullable=False),
)

address = Table(
    "address",
    metadata,
    Column("number", Number, primary_key=True),
    Column("audit", ForeignKey("audit.number", ondelete="CASCADE"), nullable=False),
    Column("key", LargeBinary(16), nullable=False),
    Column("address", Clean, nullable=False),
    UniqueConstraint("audit", "key"),
)

link = Table(
    "link",
    metadata,
    Column("source", ForeignKey("visit.number", ondelete="CASCADE"), primary_key=True),
    Column("ordinal", Integer, primary_key=True, autoincrement=False),
    Column("target", ForeignKey("visit.number", ondelete="CASCADE")),
    Column("elsewhere", ForeignKey("address.number", ondelete="CASCADE")),
    Column("text", Clean, nullable=False),
    Index(
        "ix_link_target",
        "target",
        postgresql_where=text("target IS NOT NULL"),
        sqlite_where=text("target IS NOT NULL"),
    ),
    Index(
        "ix_link_elsewhere",
        "elsewhere",
        postgresql_where=text("elsewhere IS NOT NULL"),
        sqlite_where=text("elsewhere IS NOT NULL"),
    ),
    sqlite_with_rowid=False,
)

picture = Table(
    "picture",
    metadata,
    Column("number", Number, primary_key=True),
    Column("sha", LargeBinary(32), nullable=False, unique=True),
    Column("data", LargeBinary, nullable=False),
)

# `key` is the digest of rule, engine rule, outcome and fingerprint, and the component's id in hex: the same
# component has the same id in every audit. `handed` is to whom the whole of it was given in the end, whatever was said
# of its places; that stays, for the next audit may carry it over. `pages`, `places` and `first`, the finding that its
# first place is, are counted when the audit ends (NULL where that was before they were): see counting.py.
component = Table(
    "component",
    metadata,
    Column("number", Number, primary_key=True),
    Column("audit", ForeignKey("audit.number", ondelete="CASCADE"), nullable=False),
    Column("picture", ForeignKey("picture.number")),
    Column("key", LargeBinary(10), nullable=False),
    Column("rule", Clean, nullable=False),
    Column("engine", Clean, nullable=False),
    Column("engine_rule", Clean, nullable=False),
    Column("outcome", Word(Outcome), nullable=False),
    Column("fingerprint", Clean, nullable=False),
    Column("impact", Word(Impact), nullable=False),
    Column("wcag", Words, nullable=False),
    Column("matterhorn", Words, nullable=False),
    Column("responsibility", Word(Responsibility), nullable=False),
    Column("region", Word(Region), nullable=False),
    Column("message", Clean, nullable=False),
    Column("snippet", Clean, nullable=False),
    Column("target", Clean, nullable=False),
    Column("viewports", Words, nullable=False),
    Column("foreign_host", Clean),
    Column("monitored", Words),
    Column("handed", Word(Responsibility)),
    Column("pages", Integer),
    Column("places", Integer),
    Column("first", LargeBinary(10)),
    UniqueConstraint("audit", "key"),
    Index(None, "picture"),
)

# Known faults that are left as they are until a day. `component` and `finding` are ids as bytes; an empty `finding`
# is all of the component. No audit owns them: they hold for the next one too.
acceptance = Table(
    "acceptance",
    metadata,
    Column("number", Number, primary_key=True),
    Column("id", Clean, nullable=False, unique=True),
    Column("site", Clean, nullable=False),
    Column("component", LargeBinary(10), nullable=False),
    Column("finding", LargeBinary(10), nullable=False),
    Column("rule", Clean, nullable=False),
    Column("reason", Word(Reason), nullable=False),
    Column("note", Clean, nullable=False),
    Column("accepted_by", Clean, nullable=False),
    Column("made", Moment, nullable=False),
    Column("until", Date, nullable=False),
    Column("snippet", Clean, nullable=False),
    UniqueConstraint("site", "component", "finding"),
    sqlite_autoincrement=True,  # the stamp is told by the numbers, so none comes again
)

# Who may use this from elsewhere. Of a token's secret there is the digest alone.
token = Table(
    "token",
    metadata,
    Column("number", Number, primary_key=True),
    Column("id", Clean, nullable=False, unique=True),
    Column("name", Clean, nullable=False),
    Column("role", Word(Role), nullable=False),
    Column("digest", LargeBinary(32), nullable=False, unique=True),
    Column("made", Moment, nullable=False),
    Column("until", Date),
)

# Content of a site that the act exempts, as somebody has decided. No audit owns it.
exemption = Table(
    "exemption",
    metadata,
    Column("number", Number, primary_key=True),
    Column("id", Clean, nullable=False, unique=True),
    Column("site", Clean, nullable=False),
    Column("pattern", Clean, nullable=False),
    Column("basis", Word(Basis), nullable=False),
    Column("reason", Clean, nullable=False),
    Column("decided_by", Clean, nullable=False),
    Column("decided", Date, nullable=False),
    Column("review", Date, nullable=False),
    Column("made", Moment, nullable=False),
    sqlite_autoincrement=True,
)

# The work on components, and what was said of it. No audit owns it: it goes on with the next one.
task = Table(
    "task",
    metadata,
    Column("number", Number, primary_key=True),
    Column("site", Clean, nullable=False),
    Column("component", LargeBinary(10), nullable=False),
    Column("rule", Clean, nullable=False),
    Column("assignee", Clean, nullable=False),
    Column("state", Word(TaskState), nullable=False),
    Column("changed", Moment, nullable=False),
    UniqueConstraint("site", "component"),
)

said = Table(
    "said",
    metadata,
    Column("number", Number, primary_key=True),
    Column("task", ForeignKey("task.number", ondelete="CASCADE"), nullable=False),
    Column("made", Moment, nullable=False),
    Column("said_by", Clean, nullable=False),
    Column("text", Clean, nullable=False),
    Index(None, "task"),
)

# `id` is the finding's id as bytes. `audit` is here so that findings are paged in one index. `picture` is there in
# documents, of which each has its own.
occurrence = Table(
    "occurrence",
    metadata,
    Column("visit", ForeignKey("visit.number", ondelete="CASCADE"), nullable=False),
    Column("component", ForeignKey("component.number", ondelete="CASCADE"), nullable=False),
    Column("audit", Integer, primary_key=True, autoincrement=False),
    Column("ordinal", Integer, nullable=False),
    Column("page", Integer),
    Column("id", LargeBinary(10), primary_key=True),
    Column("responsibility", Word(Responsibility)),
    Column("region", Word(Region)),
    Column("message", Clean),
    Column("snippet", Clean),
    Column("target", Clean),
    Column("viewports", Words),
    Column("monitored", Words),
    Column("picture", ForeignKey("picture.number")),
    Index(None, "visit"),
    Index(None, "component"),
    Index(
        "ix_occurrence_picture",
        "picture",
        postgresql_where=text("picture IS NOT NULL"),
        sqlite_where=text("picture IS NOT NULL"),
    ),
)

# How often a rule of advice had the same to say in one text.
remark = Table(
    "remark",
    metadata,
    Column("visit", ForeignKey("visit.number", ondelete="CASCADE"), primary_key=True),
    Column("ordinal", Integer, primary_key=True, autoincrement=False),
    Column("rule", Clean, nullable=False),
    Column("kind", Word(AdviceKind), nullable=False),
    Column("phrase", Clean, nullable=False),
    Column("suggestion", Clean, nullable=False),
    Column("count", Integer, nullable=False),
    sqlite_with_rowid=False,
)

#: What an occurrence says itself only where it differs from its component.
SHARED = ("responsibility", "region", "message", "snippet", "target", "viewports")
#: The same, with what only the estimate of the authority's monitoring asks for.
HELD_IN_COMMON = (*SHARED, "monitored")
