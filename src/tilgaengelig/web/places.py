"""Where things are: the paths that other modules name."""

API = "/api/v1"
DOCS = f"{API}/docs"
OPENAPI = f"{API}/openapi.json"
LETTERS = f"{API}/letters"
#: The ends of the paths to which a finished evaluation is sent; it is read, and not kept.
TAKES_EVALUATION = ("/evaluation", "/statement-draft", "/erklaering")
METRICS = "/metrics"


def for_programs(path: str) -> bool:
    """Whether it is a program that asks there, and not a person."""
    return path.startswith(f"{API}/") or path == METRICS
