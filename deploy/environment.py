"""What the environment says, with the defaults of a machine that has nothing but this folder.

Order: the environment, then `var/services.json` (written when the embedded services start), then the
place where they would be. Reading starts nothing and contacts nothing.
"""

import json
import os
from pathlib import Path
from typing import Any
from urllib.parse import parse_qsl, quote, unquote, urlencode, urlsplit

PROJECT = Path(__file__).resolve().parent.parent
VAR = Path(os.environ.get("ASSESSMENT_VAR") or PROJECT / "var")
SERVICES_FILE = VAR / "services.json"
APP_ROLE = "assessment_app"
OWNER_ROLE = "assessment_owner"
DATABASE = "assessment"


def truth(name: str, *, default: bool) -> bool:
    """A yes or no of the environment; anything but the listed words is an error, not a no."""
    word = os.environ.get(name, "").strip().lower()
    if word in {"", "1", "true", "yes", "on", "0", "false", "no", "off"}:
        return word in {"1", "true", "yes", "on"} if word else default
    raise ValueError(f"{name} is {word!r}: expected yes or no.")


def words(name: str, *, default: str = "") -> list[str]:
    """A list of the environment, separated by commas."""
    return [word.strip() for word in os.environ.get(name, default).split(",") if word.strip()]


def from_file_or_environment(name: str) -> str:
    """`NAME`, or the contents of the file that `NAME_FILE` points at; empty when neither is set."""
    if path := os.environ.get(f"{name}_FILE"):
        return Path(path).read_text(encoding="utf-8").strip()
    return os.environ.get(name, "")


def running_services() -> dict[str, str]:
    """Addresses of the embedded services, when they have been started; else nothing."""
    if not SERVICES_FILE.is_file():
        return {}
    found = json.loads(SERVICES_FILE.read_text(encoding="utf-8"))
    return {str(name): str(value) for name, value in found.items()}


def database_url(role: str, *, socket_folder: Path, name: str = DATABASE, port: int = 5432) -> str:
    """The address of a database behind a socket: no password, the socket's folder is the guard."""
    return f"postgresql://{role}@/{name}?{urlencode({'host': str(socket_folder), 'port': port})}"


def redis_socket_url(socket: Path, *, number: int = 0) -> str:
    """The address of a Redis database behind a socket."""
    return f"unix://{quote(str(socket))}?db={number}"


def app_address(sockets: Path) -> str:
    """Where the application reads and writes."""
    return _address("DATABASE_URL") or database_url(APP_ROLE, socket_folder=sockets)


def owner_address(sockets: Path) -> str:
    """Where the schema is changed; a database given from outside without an owner has one role for both."""
    given = from_file_or_environment("OWNER_DATABASE_URL") or from_file_or_environment("DATABASE_URL")
    return given or _address("OWNER_DATABASE_URL") or database_url(OWNER_ROLE, socket_folder=sockets)


def redis_address(socket: Path) -> str:
    """Where the broker and the cache are."""
    return _address("REDIS_URL") or redis_socket_url(socket)


def _address(name: str) -> str:
    return from_file_or_environment(name) or running_services().get(name, "")


def database_settings(url: str) -> dict[str, Any]:
    """Django's settings for a `postgresql://role:password@host:port/name?option=value` address."""
    parts = urlsplit(url)
    if parts.scheme not in {"postgres", "postgresql"}:
        raise ValueError(f"A database address begins with postgresql://, not {parts.scheme!r}: PostgreSQL only.")
    options = dict(parse_qsl(parts.query))
    return {
        "ENGINE": "django.db.backends.postgresql",
        "NAME": unquote(parts.path.lstrip("/")),
        "USER": unquote(parts.username or ""),
        "PASSWORD": unquote(parts.password or ""),
        "HOST": options.pop("host", unquote(parts.hostname or "")),
        "PORT": options.pop("port", str(parts.port or 5432)),
        "CONN_MAX_AGE": 0,
        "OPTIONS": options,
    }


def redis_addresses(url: str) -> tuple[str, str]:
    """(broker, cache) of one Redis: the broker in the database named, the cache two further on."""
    parts = urlsplit(url)
    if parts.scheme == "unix":
        number = int(dict(parse_qsl(parts.query)).get("db", "0"))
        broker = f"redis+socket://{parts.path}?virtual_host={number}"
        return broker, f"unix://{parts.path}?db={number + 2}"
    number = int(parts.path.strip("/") or 0)
    server = f"{parts.scheme}://{parts.netloc}"
    query = f"?{parts.query}" if parts.query else ""
    return f"{server}/{number}{query}", f"{server}/{number + 2}{query}"


def database_url_of(database: dict[str, Any]) -> str:
    """The address that `database_settings` would read these settings from; the pool is not part of it."""
    options = {name: value for name, value in database["OPTIONS"].items() if name != "pool"}
    query = urlencode({**options, "host": database["HOST"], "port": database["PORT"]})
    password = f":{quote(database['PASSWORD'], safe='')}" if database["PASSWORD"] else ""
    return f"postgresql://{quote(database['USER'])}{password}@/{quote(database['NAME'])}?{query}"
