"""The demo accounts, opened by the administrators as any account is."""

import secrets
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

import yaml
from django.conf import settings

from assessment.audit.actions import SYSTEM
from assessment.people.actions import (
    Newcomer,
    create_account,
    create_grant,
    grant_role,
    open_account,
    set_password,
)
from assessment.people.insider_actions import add_insider
from assessment.people.models import User
from assessment.people.queries import user_named
from assessment.people.roles import Role, class_of_role
from assessment.territory.actions import load_territory
from assessment.territory.files import TerritoryFiles
from assessment.territory.models import Organisation
from assessment.territory.queries import region_coded

USERS = Path(settings.BASE_DIR) / "fixtures" / "demo" / "users.yaml"
PASSWORD_FILE = Path(settings.VAR_DIR) / "keys" / "demo_password"
# The first two accounts of any installation are opened from the server's own console: nobody else is there yet.
FIRST = ("admin.system", "admin.security")


@dataclass(frozen=True)
class Demo:
    """The accounts by user name, and the one password all of them have on this machine."""

    users: dict[str, User]
    password: str

    def __getitem__(self, username: str) -> User:
        return self.users[username]


def open_demo_accounts(*, at: datetime) -> Demo:
    """All accounts of fixtures/demo/users.yaml; those that exist are left as they are."""
    content: dict[str, list[dict[str, Any]]] = yaml.safe_load(USERS.read_text("utf-8"))
    load_territory(TerritoryFiles((), tuple(content["organisations"]), ()), by=SYSTEM, at=at)
    password = _password()
    known = {user.username: user for user in User.objects.select_related("organisation")}
    rows = sorted(content["users"], key=lambda row: row["username"] not in FIRST)
    for row in rows:
        if row["username"] not in known:
            known[row["username"]] = _open(row, known, password, at=at)
    for entry in content["insiders"]:
        approver = known["commission.approver"]
        add_insider(entry["subject"], entry["username"], entry["reason"], by=approver, at=at)
    return Demo(known, password)


def _open(row: dict[str, Any], known: dict[str, User], password: str, *, at: datetime) -> User:
    newcomer = _newcomer(row)
    if row["username"] in FIRST:
        user, _ = create_account(newcomer, by=SYSTEM, at=at)
    else:
        user, _ = open_account(newcomer, by=known["admin.system"], at=at)
    set_password(user, password, by=user, at=at)
    for grant in row["roles"]:
        region = region_coded(grant["region_code"]) if grant["region_code"] else None
        if row["username"] in FIRST:
            create_grant(user, Role(grant["role"]), region=region, by=SYSTEM, at=at)
        else:
            grant_role(user.username, Role(grant["role"]), region=region, by=known["admin.security"], at=at)
    return user_named(user.username)


def _newcomer(row: dict[str, Any]) -> Newcomer:
    return Newcomer(
        username=row["username"],
        display_name=row["display_name"],
        organisation=Organisation.objects.get(code=row["organisation"]),
        employee_number=row["employee_number"],
        separation_class=class_of_role(Role(row["roles"][0]["role"])),
    )


def _password() -> str:
    """Drawn once for this machine: even the demo has no password that another machine knows."""
    if not PASSWORD_FILE.exists():
        PASSWORD_FILE.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        PASSWORD_FILE.touch(mode=0o600)
        PASSWORD_FILE.write_text(f"Demo-{secrets.token_urlsafe(9)}", "utf-8")
    return PASSWORD_FILE.read_text("utf-8")
