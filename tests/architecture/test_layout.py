"""Where things are, and that nothing lies in a drawer."""

import subprocess
import sys

from tests.architecture.sources import PACKAGES, PROJECT, place, python_files

TOP_LEVEL = {
    ".ci", ".gitignore", "README.md", "README.zh-CN.md", "assessment", "deploy", "docs", "fixtures", "manage.py",
    "pyproject.toml", "reporting", "requirements-node.in", "requirements-node.txt", "requirements-test.in",
    "requirements-test.txt", "requirements.in", "requirements.txt", "tests",
}  # fmt: skip
DRAWERS = {"utils", "util", "helpers", "helper", "common", "core", "base", "misc", "manager", "service"}
# Django's own name for the settings that all others start from.
DRAWERS_WITH_A_REASON = {"deploy/settings/base.py"}
LONGEST_FILE = 350
DOCUMENTS = ("docs/decisions/0001-dependencies.md",)


def tracked_files() -> list[str]:
    listed = subprocess.run(["git", "ls-files", "-z"], cwd=PROJECT, capture_output=True, text=True, check=True)
    files = [name for name in listed.stdout.split("\0") if name]
    assert files, "git lists no files"
    return files


def test_the_top_level_holds_what_the_architecture_names_and_nothing_else():
    assert {name.split("/")[0] for name in tracked_files()} <= TOP_LEVEL


def test_no_module_is_named_like_a_drawer():
    drawers = [
        place(path)
        for path in python_files(*PACKAGES, "tests", "fixtures")
        if DRAWERS & {path.stem, *path.relative_to(PROJECT).parts[:-1]} and place(path) not in DRAWERS_WITH_A_REASON
    ]
    assert drawers == []


def test_no_file_grows_beyond_what_one_sitting_can_read():
    lengths = {place(path): len(path.read_text(encoding="utf-8").splitlines()) for path in python_files(*PACKAGES)}
    assert {name: lines for name, lines in lengths.items() if lines > LONGEST_FILE} == {}


def test_nothing_that_set_up_writes_is_tracked():
    written = [name for name in tracked_files() if name.endswith((".mo", ".pyc")) or name.startswith(("var/", ".venv"))]
    assert written == []


def test_the_documents_that_others_point_to_exist():
    assert [name for name in DOCUMENTS if not (PROJECT / name).is_file()] == []


def test_locks_name_no_index_address():
    locks = sorted(PROJECT.glob("requirements*.txt"))
    assert len(locks) == 3
    assert [path.name for path in locks if "://" in path.read_text(encoding="utf-8")] == []
    assert "://" not in (PROJECT / "deploy/package-lock.json").read_text(encoding="utf-8")


def test_what_a_running_system_installs_is_a_part_of_what_the_tests_install():
    def pins(name: str) -> set[str]:
        lines = (PROJECT / name).read_text(encoding="utf-8").splitlines()
        found = {line.removesuffix(" \\") for line in lines if "==" in line}
        assert found
        return found

    assert pins("requirements.txt") <= pins("requirements-test.txt")


def test_a_running_system_has_no_copyleft_engine():
    assert "vtlengine==" not in (PROJECT / "requirements.txt").read_text(encoding="utf-8").lower()


def test_workbooks_are_read_without_lxml_though_documents_bring_it():
    script = "import assessment, openpyxl.xml; print(openpyxl.xml.LXML, openpyxl.xml.DEFUSEDXML)"
    said = subprocess.run([sys.executable, "-c", script], cwd=PROJECT, capture_output=True, text=True, check=True)
    assert said.stdout.split() == ["False", "True"]
