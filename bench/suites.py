"""How right the program is on external test cases: `python bench/suites.py SUITES [act ddt pdfua]`.

SUITES holds W3C's ACT cases, the Danish Dependency Treebank and PDF/UA files, each with a score.py. All of ACT
takes some minutes.
"""

from __future__ import annotations

import argparse
import subprocess
import sys
from pathlib import Path

import table

PROGRAM = str(Path(sys.executable).parent / "tilgaengelig")
SCORERS = {
    "ddt": ["--terminated", "--", PROGRAM, "sentences"],
    "pdfua": ["--", PROGRAM, "check", "--json"],
    "act": ["--", PROGRAM, "check", "--json", "--allow-network", "127.0.0.0/8"],
}


def main() -> int:
    """Runs the scorers that are asked for and there; their totals."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("suites", type=Path)
    parser.add_argument("only", nargs="*", choices=[[], *SCORERS], default=[])
    parser.add_argument("--all-lines", action="store_true", help="print every line of the scorers")
    given = parser.parse_args()
    print(table.machine())
    rows = []
    for name in given.only or SCORERS:
        scorer = given.suites / name / "score.py"
        if scorer.is_file():
            rows.append([name, _score(scorer, SCORERS[name], every_line=given.all_lines)])
        else:
            print(f"{scorer} is not there: skipped.")
    table.show("External test cases", ["suite", "total"], rows)
    return 0


def _score(scorer: Path, arguments: list[str], *, every_line: bool) -> str:
    made = subprocess.run(
        [sys.executable, str(scorer), *arguments], check=False, stdout=subprocess.PIPE, text=True
    )
    lines = made.stdout.strip().splitlines()
    if every_line:
        print("\n".join(lines))
    total = [line for line in lines if line.startswith("TOTAL")] or lines[-1:]
    return " ".join(" ".join(total).split()) or f"no answer (exit {made.returncode})"


if __name__ == "__main__":
    sys.exit(main())
