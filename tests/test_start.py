"""What a command needs is loaded, and no more: everything together takes seconds to load."""

import subprocess
import sys
from pathlib import Path

_SCORED = """
import sys
from tilgaengelig.cli import main
sys.argv[:] = ["tilgaengelig", "letter", "brev.txt"]
try:
    main()
except SystemExit as end:
    assert not end.code, end.code
print(*sorted({name.partition(".")[0] for name in sys.modules}))
"""


def test_a_letter_is_scored_without_the_libraries_of_browsers_databases_and_reports(tmp_path: Path) -> None:
    (tmp_path / "brev.txt").write_text("Du har søgt om hjælp. Vi svarer dig senest den 3. maj.", "utf-8")
    done = subprocess.run(
        [sys.executable, "-c", _SCORED], cwd=tmp_path, capture_output=True, encoding="utf-8", check=False
    )
    assert done.returncode == 0, done.stderr
    loaded = set(done.stdout.splitlines()[-1].split())
    assert "yaml" in loaded
    assert not loaded & {"selenium", "numpy", "sqlalchemy", "jinja2", "xlsxwriter", "docx", "bs4", "fastapi"}
