"""The API held against its own description by Schemathesis, with access on.

`python bench/fuzzing.py` starts the server on an empty store, with a token that may do all, and runs the program
`schemathesis` (pip install schemathesis, outside the project) with all checks, stateful too. What it prints is its own;
the exit code is its own too.
"""

from __future__ import annotations

import argparse
import os
import subprocess
import sys
import tempfile
from pathlib import Path

from caseworkers import served

from tilgaengelig.model.access import Role
from tilgaengelig.settings import Settings
from tilgaengelig.workshop import Workshop

#: A wrong token, a lock on the program's own doors, and what takes the token away that is used.
_LEFT_OUT = ("revokeToken", "forgetPerson")


def main() -> int:
    """Runs it."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--schemathesis", default="schemathesis", help="the program")
    parser.add_argument("--examples", type=int, default=100, help="examples an operation")
    parser.add_argument("more", nargs="*", help="further options of Schemathesis, after --")
    asked = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        database = f"sqlite:///{Path(folder) / 'fuzz.db'}"
        with Workshop(Settings(database=database)) as workshop:
            secret = workshop.store.issue_token("bench", Role.ADMINISTRATOR)[1]
        with served(database) as port:
            command = [
                *(asked.schemathesis, "--config-file", str(Path(__file__).with_name("fuzzing.toml"))),
                *("run", f"http://127.0.0.1:{port}/api/v1/openapi.json"),
                *("--header", f"Authorization: Bearer {secret}", "--checks", "all"),
                *("--max-examples", str(asked.examples), "--request-timeout", "60", *asked.more),
            ]
            for name in _LEFT_OUT:
                command += ["--exclude-operation-id", name]
            return subprocess.run(command, env={**os.environ, "NO_PROXY": "*"}, check=False).returncode


if __name__ == "__main__":
    sys.exit(main())
