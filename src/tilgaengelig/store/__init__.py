"""What audits found, kept in SQLite by default and in PostgreSQL when grown; SQLAlchemy lives only here."""

from tilgaengelig.store.acceptances import Ground
from tilgaengelig.store.exemptions import Decision
from tilgaengelig.store.findings import StoredFinding
from tilgaengelig.store.frontier import NewAddress
from tilgaengelig.store.store import Store

__all__ = ["Decision", "Ground", "NewAddress", "Store", "StoredFinding"]
