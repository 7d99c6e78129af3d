"""Secrets made on first use, each in its own file that only its owner may read."""

import json
import os
import secrets
from pathlib import Path

KEY_BYTES = 32
SECRET_KEY_CHARACTERS = 64


def secret_key(path: Path) -> str:
    """The key that signs sessions and tokens."""
    return _written_once(path, secrets.token_urlsafe(SECRET_KEY_CHARACTERS))


def audit_keys(path: Path) -> None:
    """The keys of the audit chains: the current one, and every earlier one that old entries name."""
    first = {"current": "k1", "keys": {"k1": secrets.token_hex(KEY_BYTES)}}
    _written_once(path, json.dumps(first, indent=2) + "\n")


def _written_once(path: Path, text: str) -> str:
    """What the file holds; written whole when it is new. Of two writers the first wins."""
    if not path.exists():
        path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        draft = path.with_name(f".{path.name}.{os.getpid()}.{secrets.token_hex(4)}")
        with os.fdopen(os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w") as file:
            file.write(text)
        try:
            os.link(draft, path)
        except FileExistsError:
            pass
        finally:
            draft.unlink()
    return path.read_text(encoding="utf-8").strip()
