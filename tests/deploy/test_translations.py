"""The checker of the catalogues finds what is wrong with them; ours are complete."""

from pathlib import Path

import polib
import pytest

from deploy.catalogues import CATALOGUE, compile_catalogues
from deploy.translations import findings, main, update

HEADER = 'msgid ""\nmsgstr ""\n"Plural-Forms: nplurals=1; plural=0;\\n"\n"Content-Type: text/plain; charset=UTF-8\\n"\n'


@pytest.fixture
def project(tmp_path: Path) -> Path:
    """A project with one package, one message and its translation."""
    write(tmp_path, "assessment/audit/__init__.py", "")
    write(tmp_path, "assessment/audit/errors.py", 'message = N_("The entry {number} is missing.")\n')
    catalogue(tmp_path, "audit", 'msgid "The entry {number} is missing."\nmsgstr "第{number}条记录缺失。"\n')
    return tmp_path


def write(root: Path, name: str, text: str) -> None:
    path = root / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, encoding="utf-8")


def catalogue(root: Path, package: str, entries: str) -> None:
    write(root, f"assessment/{package}/{CATALOGUE}", f"{HEADER}\n{entries}")


def test_our_own_catalogues_are_complete():
    assert findings() == []


def test_a_complete_catalogue_has_no_findings(project):
    assert findings(project) == []


def test_a_message_without_translation_is_found(project):
    write(project, "assessment/audit/pages.py", 'title = _("Planted message")\n')
    assert findings(project) == ["assessment/audit: not in the catalogue: Planted message"]


def test_a_message_of_a_template_and_of_a_script_is_found(project):
    write(project, "assessment/audit/templates/audit/page.html", '{% translate "From a template" %}')
    write(project, "assessment/audit/static/audit/page.js", 'alert(gettext("From a script"));')
    assert findings(project) == [
        "assessment/audit: not in the catalogue: From a script",
        "assessment/audit: not in the catalogue: From a template",
    ]


def test_a_sentence_that_pleads_is_found_and_the_one_about_vouchers_is_not(project):
    catalogue(project, "audit", 'msgid "The entry {number} is missing."\nmsgstr "第{number}条缺失，请检查。"\n')
    assert findings(project) == [
        "assessment/audit: pleads (请) where it should say what to do: The entry {number} is missing."
    ]
    catalogue(project, "audit", 'msgid "The entry {number} is missing."\nmsgstr "第{number}条缺失，请核对原始凭证。"\n')
    assert findings(project) == []


def test_a_message_listed_twice_is_found_and_the_entry_that_counted_stays(project):
    entry = 'msgid "The entry {number} is missing."\nmsgstr "%s第{number}条记录缺失。"\n'
    catalogue(project, "audit", f"{entry % '旧'}\n{entry % ''}")
    assert findings(project) == ["assessment/audit: listed twice: The entry {number} is missing."]
    assert update(project) == 1
    assert findings(project) == []
    [kept] = polib.pofile(str(project / "assessment/audit" / CATALOGUE))
    assert kept.msgstr == "第{number}条记录缺失。"


def test_a_translation_nobody_uses_is_found(project):
    write(project, "assessment/audit/errors.py", "")
    assert findings(project) == ["assessment/audit: no longer used: The entry {number} is missing."]


@pytest.mark.parametrize(
    ("translation", "fault"),
    [
        ("", "not translated"),
        ("第{count}条记录缺失。", "other placeholders in the translation"),
        ("Entry {number} missing", "no Chinese in the translation"),
        ("第{number}条记录缺失。\\n", "line ends at the edge differ"),
    ],
)
def test_a_faulty_translation_is_found(project, translation, fault):
    catalogue(project, "audit", f'msgid "The entry {{number}} is missing."\nmsgstr "{translation}"\n')
    assert findings(project) == [f"assessment/audit: {fault}: The entry {{number}} is missing."]


def test_a_translation_marked_fuzzy_is_found(project):
    entry = '#, fuzzy\nmsgid "The entry {number} is missing."\nmsgstr "第{number}条记录缺失。"\n'
    catalogue(project, "audit", entry)
    assert findings(project) == ["assessment/audit: marked fuzzy: The entry {number} is missing."]


def test_a_code_may_stay_as_it_is_with_a_reason(project):
    write(project, "assessment/audit/errors.py", 'message = N_("GDP")\n')
    catalogue(project, "audit", '# keep: the same in Chinese\nmsgid "GDP"\nmsgstr "GDP"\n')
    assert findings(project) == []


def test_one_message_with_two_translations_is_found(project):
    write(project, "assessment/people/__init__.py", "")
    write(project, "assessment/people/errors.py", 'message = N_("The entry {number} is missing.")\n')
    catalogue(project, "people", 'msgid "The entry {number} is missing."\nmsgstr "缺第{number}条。"\n')
    (found,) = findings(project)
    assert found.startswith("one message, two translations: The entry {number} is missing.")


def test_update_adds_new_messages_and_takes_out_old_ones(project):
    write(project, "assessment/audit/errors.py", 'a = _("New")\nb = ngettext("One row", "{count} rows", 2)\n')
    assert update(project) == 3
    entries = {entry.msgid: entry for entry in polib.pofile(str(project / "assessment/audit" / CATALOGUE))}
    assert set(entries) == {"New", "One row"}
    assert entries["One row"].msgid_plural == "{count} rows"
    assert update(project) == 0


def test_update_makes_the_catalogue_of_a_new_package(project):
    write(project, "assessment/people/__init__.py", "")
    write(project, "assessment/people/pages.py", 'title = pgettext("a month", "May")\n')
    assert update(project) == 1
    (entry,) = polib.pofile(str(project / "assessment/people" / CATALOGUE))
    assert (entry.msgctxt, entry.msgid) == ("a month", "May")


def test_catalogues_are_compiled_once(project):
    assert compile_catalogues(project) == 1
    assert compile_catalogues(project) == 0
    compiled = polib.mofile(str((project / "assessment/audit" / CATALOGUE).with_suffix(".mo")))
    assert [entry.msgstr for entry in compiled] == ["第{number}条记录缺失。"]


def test_the_command_explains_itself_when_called_wrongly(capsys):
    assert main(["translate"]) == 2
    assert "compile|check|update" in capsys.readouterr().err
