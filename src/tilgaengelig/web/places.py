"""Where things are: the paths that other modules name."""

API = "/api/v1"
DOCS = f"{API}/docs"
OPENAPI = f"{API}/openapi.json"
LETTERS = f"{API}/letters"
