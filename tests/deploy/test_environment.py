"""Addresses and secrets: from the environment, from files, or made on first use."""

import json
import os
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor

import pytest

from deploy import environment
from deploy.environment import PROJECT, database_settings, database_url_of, redis_addresses, truth, words
from deploy.keys import audit_keys, secret_key


def test_a_database_address_is_read_into_settings():
    found = database_settings("postgresql://app:p%40ss@db.example.org:6432/assessment?sslmode=verify-full")
    assert (found["HOST"], found["PORT"], found["USER"], found["PASSWORD"], found["NAME"]) == (
        "db.example.org",
        "6432",
        "app",
        "p@ss",
        "assessment",
    )
    assert found["OPTIONS"] == {"sslmode": "verify-full"}


@pytest.mark.parametrize(
    "address",
    [
        "postgresql://app:p%40ss@db.example.org:6432/assessment?sslmode=verify-full",
        "postgresql://app@/assessment?host=%2Fsrv%2Fa+b%2Fsockets&port=5432",
    ],
)
def test_settings_turn_back_into_the_same_address(address):
    settings = database_settings(address)
    assert database_settings(database_url_of(settings)) == settings


def test_another_database_than_postgresql_is_refused():
    with pytest.raises(ValueError, match="PostgreSQL only"):
        database_settings("sqlite:///assessment.db")


@pytest.mark.parametrize(
    ("address", "broker", "cache"),
    [
        ("redis://queue.example.org:6379/0", "redis://queue.example.org:6379/0", "redis://queue.example.org:6379/2"),
        (
            "rediss://:word@queue.example.org",
            "rediss://:word@queue.example.org/0",
            "rediss://:word@queue.example.org/2",
        ),
        ("unix:///srv/v.sock?db=8", "redis+socket:///srv/v.sock?virtual_host=8", "unix:///srv/v.sock?db=10"),
    ],
)
def test_broker_and_cache_share_a_redis_in_databases_of_their_own(address, broker, cache):
    assert redis_addresses(address) == (broker, cache)


def test_a_value_may_stand_in_a_file(tmp_path, monkeypatch):
    (tmp_path / "address").write_text("postgresql://app@db/assessment\n")
    monkeypatch.setenv("DATABASE_URL_FILE", str(tmp_path / "address"))
    assert environment.app_address(tmp_path) == "postgresql://app@db/assessment"


def test_running_services_are_found_by_their_note(tmp_path, monkeypatch):
    for name in ("DATABASE_URL", "OWNER_DATABASE_URL", "REDIS_URL"):
        monkeypatch.delenv(name, raising=False)
    note = tmp_path / "services.json"
    monkeypatch.setattr(environment, "SERVICES_FILE", note)
    assert environment.redis_address(tmp_path / "v.sock") == f"unix://{tmp_path}/v.sock?db=0"
    note.write_text(json.dumps({"REDIS_URL": "unix:///elsewhere/v.sock?db=0"}))
    assert environment.redis_address(tmp_path / "v.sock") == "unix:///elsewhere/v.sock?db=0"


def test_a_database_from_outside_without_an_owner_has_one_role_for_both(tmp_path, monkeypatch):
    monkeypatch.setenv("DATABASE_URL", "postgresql://one@db/assessment")
    monkeypatch.delenv("OWNER_DATABASE_URL", raising=False)
    assert environment.owner_address(tmp_path) == "postgresql://one@db/assessment"


def test_a_yes_or_no_that_is_neither_is_an_error(monkeypatch):
    monkeypatch.setenv("DEMO_DATA", "perhaps")
    with pytest.raises(ValueError, match="expected yes or no"):
        truth("DEMO_DATA", default=True)
    monkeypatch.setenv("DEMO_DATA", "off")
    assert truth("DEMO_DATA", default=True) is False
    monkeypatch.delenv("DEMO_DATA")
    assert truth("DEMO_DATA", default=True) is True


def test_a_list_is_separated_by_commas(monkeypatch):
    monkeypatch.setenv("ALLOWED_HOSTS", " a.example.org, ,b.example.org")
    assert words("ALLOWED_HOSTS") == ["a.example.org", "b.example.org"]


def test_a_secret_is_made_once_and_is_its_owners_alone(tmp_path):
    path = tmp_path / "keys" / "secret_key"
    first = secret_key(path)
    assert len(first) >= 50
    assert secret_key(path) == first
    assert path.stat().st_mode & 0o777 == 0o600
    assert path.parent.stat().st_mode & 0o777 == 0o700


def test_two_who_make_a_secret_at_once_get_the_same(tmp_path):
    path = tmp_path / "keys" / "secret_key"
    with ThreadPoolExecutor(8) as pool:
        assert len(set(pool.map(lambda _: secret_key(path), range(8)))) == 1
    assert [entry.name for entry in path.parent.iterdir()] == ["secret_key"]


def test_the_first_audit_key_is_the_current_one(tmp_path):
    path = tmp_path / "audit.json"
    audit_keys(path)
    keys = json.loads(path.read_text())
    assert keys["current"] == "k1"
    assert len(bytes.fromhex(keys["keys"]["k1"])) == 32
    audit_keys(path)
    assert json.loads(path.read_text()) == keys


def test_reading_the_quickstart_settings_starts_and_writes_nothing(tmp_path):
    code = (
        "from django.conf import settings; import django; django.setup(); print(settings.DATABASES['default']['NAME'])"
    )
    done = subprocess.run(
        [sys.executable, "-c", code],
        cwd=PROJECT,
        env={"ASSESSMENT_VAR": str(tmp_path / "var"), "DJANGO_SETTINGS_MODULE": "deploy.settings.quickstart"},
        capture_output=True,
        text=True,
        check=True,
    )
    assert done.stdout == "assessment\n"
    assert not (tmp_path / "var").exists()


def production(**given: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "manage.py", "check", "--deploy", "--fail-level", "WARNING"],
        cwd=PROJECT,
        env={"PATH": os.environ["PATH"], "DJANGO_SETTINGS_MODULE": "deploy.settings.production", **given},
        capture_output=True,
        text=True,
        check=False,
    )


def test_production_names_everything_it_lacks():
    done = production(SECRET_KEY="x")
    assert done.returncode != 0
    assert "DATABASE_URL, REDIS_URL, ALLOWED_HOSTS, AUDIT_KEYS_FILE, AUDIT_ANCHOR_DIR" in done.stderr


def test_production_passes_djangos_deployment_check(tmp_path):
    done = production(
        SECRET_KEY="0123456789abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ!?",
        DATABASE_URL="postgresql://app@db.example.org/assessment",
        REDIS_URL="redis://queue.example.org/0",
        ALLOWED_HOSTS="assessment.example.org",
        AUDIT_KEYS_FILE=str(tmp_path / "audit.json"),
        AUDIT_ANCHOR_DIR=str(tmp_path / "anchors"),
    )
    assert (done.returncode, done.stdout) == (0, "System check identified no issues (0 silenced).\n"), done.stderr
