"""npm packages in the exact versions of a lock of ours, installed outside the repository."""

from __future__ import annotations

import os
import shutil
import subprocess
from pathlib import Path

CACHE = Path(os.environ.get("XDG_CACHE_HOME") or "~/.cache").expanduser() / "tilgaengelig-bench"
CHROMIUM = "/usr/bin/chromium"


def install(lock: Path, home: Path) -> str:
    """Installs what the lock in one folder names into another, where it is not there yet; why not, or nothing."""
    if not shutil.which("npm") or not Path(CHROMIUM).exists():
        return f"npm or {CHROMIUM} is missing"
    content = (lock / "package-lock.json").read_bytes()
    done = home / "node_modules" / ".installed-lock.json"
    if done.is_file() and done.read_bytes() == content:
        return ""
    home.mkdir(parents=True, exist_ok=True)
    for name in ("package.json", "package-lock.json"):
        shutil.copyfile(lock / name, home / name)
    env = {**os.environ, "PUPPETEER_SKIP_DOWNLOAD": "true"}
    command = ["npm", "ci", "--ignore-scripts", "--no-audit", "--no-fund", "--silent"]
    if subprocess.run(command, cwd=home, env=env, check=False).returncode:
        return "npm could not install it"
    done.write_bytes(content)
    return ""
