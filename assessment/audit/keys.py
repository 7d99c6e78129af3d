"""The keys of the chains. They live in a file outside the database; each entry names the one it used."""

import hashlib
import hmac
import json
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from django.conf import settings

from assessment.audit.errors import AuditKeyFileUnreadable, AuditKeyMissing


@dataclass(frozen=True)
class KeyRing:
    """The current key's id and all keys ever used, so that old entries stay verifiable."""

    path: str
    current: str
    keys: tuple[tuple[str, bytes], ...]

    def key(self, key_id: str) -> bytes:
        for name, secret in self.keys:
            if name == key_id:
                return secret
        raise AuditKeyMissing(key_id=key_id, path=self.path)

    def mac(self, message: bytes, *, key_id: str) -> str:
        """HMAC-SM3 (GB/T 32905-2016), 64 hexadecimal digits."""
        return hmac.new(self.key(key_id), message, lambda: hashlib.new("sm3")).hexdigest()


def key_ring() -> KeyRing:
    """The key ring of settings.AUDIT_KEYS_FILE; read anew only when the file changes."""
    path = Path(settings.AUDIT_KEYS_FILE)
    try:
        return _read(str(path), path.stat().st_mtime_ns)
    except OSError:
        raise AuditKeyFileUnreadable(path=str(path)) from None


@lru_cache(maxsize=4)
def _read(path: str, _changed: int) -> KeyRing:
    try:
        data = json.loads(Path(path).read_text("utf-8"))
        keys = tuple((str(name), bytes.fromhex(secret)) for name, secret in data["keys"].items())
        return KeyRing(path=path, current=str(data["current"]), keys=keys)
    except (OSError, ValueError, KeyError, TypeError, AttributeError):
        raise AuditKeyFileUnreadable(path=path) from None
