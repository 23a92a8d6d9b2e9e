"""The part of the store that people write: what is accepted or exempted, the group's domains, who has a token."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping

from tilgaengelig.model.acceptance import Acceptance
from tilgaengelig.model.access import Account, Role, Token
from tilgaengelig.model.deed import Deed, Forgotten
from tilgaengelig.model.exemption import Exemption
from tilgaengelig.model.inventory import Domain, Entry
from tilgaengelig.model.signin import Person
from tilgaengelig.store import acceptances, accounts, deeds, exemptions, inventory, tokens, websites
from tilgaengelig.store.acceptances import Ground
from tilgaengelig.store.database import Database
from tilgaengelig.store.exemptions import Decision


class Register:
    """Decisions and lists that hold whatever becomes of the audits. A part of `Store`."""

    _database: Database

    # What is accepted

    def accept(
        self, thing: str, ground: Ground, *, audit_id: str | None = None, now: dt.datetime | None = None
    ) -> Acceptance:
        """Accept a component or a finding, by its id, on the site of the audit or of the newest one that has it.

        It holds for every audit of the site. Raises WrongUse for a day that is past, or a name or words that lack.
        """
        with self._database.writing() as connection:
            return acceptances.accept(connection, thing, ground, audit_id, now or dt.datetime.now(dt.UTC))

    def accepted(self, *, site: str | None = None) -> list[Acceptance]:
        """What is accepted on a site (as `site_named`), or on all; also what has run out. The first to end is first.

        Each decision is there once, by its first id, also where the fault has other ids by now.
        """
        with self._database.reading() as connection:
            meant = websites.site_if_named(connection, site)
            return acceptances.decisions(connection, meant)

    def follow_accepted(self, audit_id: str, moved: Mapping[str, str]) -> None:
        """What was said of components, by their old ids, holds by those too that they have in an audit."""
        with self._database.writing() as connection:
            acceptances.follow(connection, audit_id, moved)

    def withdraw(self, acceptance_id: str) -> Acceptance:
        """Take an acceptance back; the fault is open again, by all ids that it had."""
        with self._database.writing() as connection:
            return acceptances.withdraw(connection, acceptance_id)

    def acceptance_stamp(self) -> tuple[int, ...]:
        """Another value whenever something was accepted, exempted or taken back since."""
        with self._database.reading() as connection:
            return acceptances.stamp(connection)

    # What the act exempts

    def exempt(self, site: str, decision: Decision, *, now: dt.datetime | None = None) -> Exemption:
        """Put a decision on a site (as `site_named`) into the register. Raises WrongUse."""
        with self._database.writing() as connection:
            meant = websites.site_named(connection, site)
            return exemptions.exempt(connection, meant, decision, now or dt.datetime.now(dt.UTC))

    def exemptions(self, *, site: str | None = None) -> list[Exemption]:
        """The register of a site (as `site_named`), or of all; what is to be looked at first comes first."""
        with self._database.reading() as connection:
            meant = websites.site_if_named(connection, site)
            return exemptions.exemptions(connection, meant)

    def unexempt(self, exemption_id: str) -> Exemption:
        """Take a decision out of the register. Raises UnknownThing."""
        with self._database.writing() as connection:
            return exemptions.unexempt(connection, exemption_id)

    # The group's domains

    def domains(self) -> list[Domain]:
        """The group's own list."""
        with self._database.reading() as connection:
            return inventory.list_domains(connection)

    def add_domains(self, given: Iterable[Entry]) -> int:
        """Put hosts on the list, or say anew what is given of them; how many. Raises WrongUse."""
        with self._database.writing() as connection:
            return inventory.add_domains(connection, given, dt.datetime.now(dt.UTC))

    def add_domain(self, given: Entry) -> Domain:
        """Put one host on the list, or say anew what is given of it; how it stands there. Raises WrongUse."""
        with self._database.writing() as connection:
            return inventory.add_domain(connection, given, dt.datetime.now(dt.UTC))

    def remove_domain(self, host: str) -> None:
        """Take a host off the list. Raises UnknownThing."""
        with self._database.writing() as connection:
            inventory.remove_domain(connection, host)

    # Who may use it from elsewhere

    def issue_token(self, name: str, role: Role, until: dt.date | None = None) -> tuple[Token, str]:
        """A new token, and its secret, which is told only here. Raises WrongUse for a name or a day that is none."""
        with self._database.writing() as connection:
            return tokens.issue(connection, name, role, until, dt.datetime.now(dt.UTC))

    def tokens(self) -> list[Token]:
        """All tokens, the oldest first; also those that have run out."""
        with self._database.reading() as connection:
            return tokens.every(connection)

    def token_of(self, secret: str, day: dt.date) -> Token | None:
        """The token of that secret, where it holds on that day."""
        with self._database.reading() as connection:
            return tokens.holder(connection, secret, day)

    def revoke_token(self, token_id: str) -> Token:
        """Takes a token away, at once. Raises UnknownThing."""
        with self._database.writing() as connection:
            return tokens.revoke(connection, token_id)

    def arrived(
        self, person: Person, role: Role, *, kept: dt.timedelta, now: dt.datetime | None = None
    ) -> Account:
        """The account of somebody who logged in, made at the first time. Those not used for `kept` go."""
        with self._database.writing() as connection:
            return accounts.arrived(connection, person, role, now or dt.datetime.now(dt.UTC), kept)

    def account(self, account_id: str) -> Account | None:
        """The account of that id, while it is there."""
        with self._database.reading() as connection:
            return accounts.of(connection, account_id)

    def accounts(self) -> list[Account]:
        """All accounts, whoever was here last first."""
        with self._database.reading() as connection:
            return accounts.every(connection)

    def remove_account(self, account_id: str) -> None:
        """Takes an account away, which ends its sessions at once. Raises UnknownThing."""
        with self._database.writing() as connection:
            accounts.remove(connection, account_id)

    # Who did what

    def record_deed(
        self, by: str, method: str, path: str, *, kept: dt.timedelta, now: dt.datetime | None = None
    ) -> None:
        """Keeps that somebody changed something; what is older than `kept` goes."""
        with self._database.writing() as connection:
            deeds.record(connection, by, method, path, now or dt.datetime.now(dt.UTC), kept)

    def deeds(
        self,
        *,
        kept: dt.timedelta,
        now: dt.datetime | None = None,
        limit: int = 100,
        before: int | None = None,
    ) -> list[Deed]:
        """What was done no longer ago than `kept`, the last first; `before` is the id of the last one already had."""
        since = (now or dt.datetime.now(dt.UTC)) - kept
        with self._database.reading() as connection:
            return deeds.newest(connection, since, limit, before)

    def forget_person(self, name: str) -> Forgotten:
        """Takes a name out of deeds, decisions and tasks, and its tokens and account away. Raises WrongUse for none."""
        with self._database.writing() as connection:
            return deeds.forget(connection, name)
