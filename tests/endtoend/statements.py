"""A ministry's site and the WAS tool on loopback: each part of the statement as one wants it."""

from __future__ import annotations

from dataclasses import dataclass, field

from sites import Answer, Site, answer, redirect

from tilgaengelig.model.denmark import today

TODAY = today()


@dataclass
class Statement:
    """The text of a statement; a part that is "" is left out."""

    site: str
    commitment: str = (
        "Ministeriet for Mad forpligter sig til at gøre webstedet {site} tilgængeligt, jf. loven."
    )
    status: str = "Webstedet overholder standarden delvist (overholder de fleste krav)."
    lacks: str = "Nogle billeder har ingen alternativ tekst (krav 1.1.1). De bliver rettet inden jul."
    method: str = "Det offentlige organ angiver metoden som: Vi har selv evalueret webstedet."
    telephone: str = "Telefon: 33 92 93 00"
    written: str = "Skriv til hjem@mad.example."
    enforcement: str = "Digitaliseringsstyrelsen fører tilsyn med loven."
    updated: str = field(default_factory=lambda: f"Sidst opdateret den {TODAY:%d-%m-%Y}.")

    def html(self) -> str:
        """The page."""
        parts = (
            ("", self.commitment.format(site=self.site)),
            ("Overholdelsesstatus", self.status),
            ("Ikke-tilgængeligt indhold", self.lacks),
            ("Vurderingsmetode", self.method),
            ("Kontakt", f"Har du spørgsmål? {self.telephone} {self.written}".strip()),
            ("Klage", self.enforcement),
            ("", self.updated),
        )
        text = "".join(f"{f'<h2>{head}</h2>' if head else ''}<p>{said}</p>" for head, said in parts if said)
        title = "Tilgængelighedserklæring"
        return (
            f'<!doctype html><html lang="da"><title>{title}</title><main><h1>{title}</h1>{text}</main></html>'
        )


def page(title: str, link: str, body: str = "") -> Answer:
    """A page of the ministry; `link` stands in its footer."""
    return answer(
        f'<!doctype html><html lang="da"><title>{title} - Ministeriet for Mad</title><header><a href="/">Forside</a>'
        f'</header><main><h1>{title}</h1><p>Her kan du læse om mad. <a href="/moms/">Moms</a> <a href="/told/">Told</a>'
        f"</p>{body}</main><footer><p>Ministeriet for Mad</p>{link}</footer></html>"
    )


def ministry(
    host: str,
    tool: Site,
    statement: Statement | None,
    *,
    was: str = "tool",
    link: str = "tool",
    bare: str = "",
) -> Site:
    """A site of three pages. `was` and `link` say where /was and the footers lead: "tool", "", or an address.

    `bare` is a page whose footer has no link. The statement stands in the tool.
    """
    slug = f"/{host.replace('.', '-')}"
    if statement is not None:
        tool.routes[slug] = answer(statement.html())
    leads = {"tool": tool.at(slug), "": ""}
    anchor = leads.get(link, link)
    shown = f'<a href="{anchor}">Tilgængelighedserklæring</a>' if anchor else '<a href="/">Til toppen</a>'
    names = {"/": "Velkommen", "/moms/": "Moms", "/told/": "Told"}
    routes = {
        path: page(title, '<a href="/">Til toppen</a>' if path == bare else shown)
        for path, title in names.items()
    }
    if was:
        routes["/was"] = redirect(leads.get(was, was))
    return Site(routes, host=host)
