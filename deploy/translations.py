"""The Chinese catalogues, one in each package: compiled at set-up, checked in the tests, brought up to date.

`python -m deploy.translations compile|check|update` - without the gettext programs.

Messages are found in Python (gettext and its kin, `N_`), templates and our own scripts. A message that is
rightly the same in Chinese (a code, a formula) carries the translator's comment `keep: reason`.
"""

import re
import sys
from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

import polib

from deploy.catalogues import CATALOGUE, compile_catalogues, packages
from deploy.environment import PROJECT
from deploy.message_extraction import messages_in

PLACEHOLDER = re.compile(r"%\([A-Za-z_]\w*\)[#0\- +]*[\d.]*[sdifr]|%[sdifr]|\{\w*(?:![rsa])?(?::[^{}]*)?\}")
CHINESE = re.compile(r"[\u4e00-\u9fff]")
ENGLISH_WORD = re.compile(r"[A-Za-z]{3}")
# A sentence says what to do and does not plead; only “请核对原始凭证” is said so. 商请 and 申请 are other words.
PLEADING = re.compile(r"(?<![商申邀])请(?!求|核对原始凭证)")
WIDTH = 120
PLURAL_FORMS = "nplurals=1; plural=0;"
METADATA = {
    "Language": "zh_Hans",
    "Content-Type": "text/plain; charset=UTF-8",
    "Content-Transfer-Encoding": "8bit",
    "Plural-Forms": PLURAL_FORMS,
}


@dataclass(frozen=True, order=True)
class Message:
    """A message as the sources name it: its context, its text, its plural."""

    context: str
    text: str
    plural: str = ""

    def __str__(self) -> str:
        return f"{self.context}|{self.text}" if self.context else self.text


def findings(root: Path = PROJECT) -> list[str]:
    """What is wrong with the catalogues, one sentence each; empty when nothing is."""
    found: list[str] = []
    wordings: dict[Message, dict[str, Path]] = defaultdict(dict)
    for package in packages(root):
        try:
            catalogue = _read(package)
        except OSError as failure:
            found.append(f"{package.relative_to(root)}: the catalogue cannot be read: {failure}")
            continue
        found += [f"{package.relative_to(root)}: {line}" for line in _package_findings(package, catalogue)]
        found += [f"{package.relative_to(root)}: listed twice: {message}" for message in sorted(_repeated(package))]
        for message, entry in catalogue.items():
            wordings[message].setdefault("/".join(_translations(entry)), package)
    return found + [_disagreement(message, texts, root) for message, texts in wordings.items() if len(texts) > 1]


def update(root: Path = PROJECT) -> int:
    """Add new messages, untranslated, and take out those no source names any more; the number of changes.

    Of a message that is listed twice the last entry stays: it is the one that counted.
    """
    changes = 0
    for package in packages(root):
        used = used_messages(package)
        path = package / CATALOGUE
        if not used and not path.exists():
            continue
        catalogue = polib.pofile(str(path), wrapwidth=WIDTH) if path.exists() else polib.POFile(wrapwidth=WIDTH)
        known = {_message(entry): entry for entry in catalogue}
        new, gone, repeated = used - set(known), set(known) - used, _repeated(package)
        for message in sorted(new):
            catalogue.append(_entry(message))
        for message in gone:
            catalogue.remove(known[message])
        for message in repeated:
            for entry in [one for one in catalogue if _message(one) == message][:-1]:
                catalogue.remove(entry)
        if new or gone or repeated:
            catalogue.metadata.update(METADATA)
            path.parent.mkdir(parents=True, exist_ok=True)
            catalogue.save(str(path))
            changes += len(new) + len(gone) + len(repeated)
    return changes


def used_messages(package: Path) -> set[Message]:
    """The messages that the sources of a package name."""
    return {Message(context, text, plural) for path in _sources(package) for context, text, plural in messages_in(path)}


def _sources(package: Path) -> Iterator[Path]:
    for path in sorted(package.rglob("*")):
        parts = path.relative_to(package).parts
        if "vendor" in parts or "migrations" in parts:
            continue
        in_templates = "templates" in parts and path.suffix in {".html", ".txt"}
        if path.suffix == ".py" or in_templates or ("static" in parts and path.suffix == ".js"):
            yield path


def _read(package: Path) -> dict[Message, polib.POEntry]:
    path = package / CATALOGUE
    if not path.exists():
        return {}
    catalogue = polib.pofile(str(path), check_for_duplicates=False)
    entries = [entry for entry in catalogue if not entry.obsolete]
    if PLURAL_FORMS.split(";", maxsplit=1)[0] not in catalogue.metadata.get("Plural-Forms", PLURAL_FORMS):
        raise OSError(f"Plural-Forms must be {PLURAL_FORMS}")
    return {_message(entry): entry for entry in entries}


def _repeated(package: Path) -> set[Message]:
    path = package / CATALOGUE
    entries = polib.pofile(str(path), check_for_duplicates=False) if path.exists() else []
    counted = Counter(_message(entry) for entry in entries if not entry.obsolete)
    return {message for message, count in counted.items() if count > 1}


def _package_findings(package: Path, catalogue: dict[Message, polib.POEntry]) -> Iterator[str]:
    used = used_messages(package)
    yield from (f"not in the catalogue: {message}" for message in sorted(used - set(catalogue)))
    yield from (f"no longer used: {message}" for message in sorted(set(catalogue) - used))
    for message, entry in catalogue.items():
        if entry.fuzzy:
            yield f"marked fuzzy: {message}"
        for text in _translations(entry):
            yield from (f"{fault}: {message}" for fault in _faults(message, text, entry))


def _faults(message: Message, text: str, entry: polib.POEntry) -> Iterator[str]:
    source = message.plural or message.text
    if not text.strip():
        yield "not translated"
        return
    if sorted(PLACEHOLDER.findall(source)) != sorted(PLACEHOLDER.findall(text)):
        yield "other placeholders in the translation"
    if ENGLISH_WORD.search(source) and not CHINESE.search(text) and "keep:" not in (entry.tcomment or ""):
        yield "no Chinese in the translation"
    if PLEADING.search(text):
        yield "pleads (请) where it should say what to do"
    if (source[:1] == "\n", source[-1:] == "\n") != (text[:1] == "\n", text[-1:] == "\n"):
        yield "line ends at the edge differ"


def _disagreement(message: Message, texts: dict[str, Path], root: Path) -> str:
    said = "; ".join(f"{package.relative_to(root)}: {text}" for text, package in texts.items())
    return f"one message, two translations: {message} ({said})"


def _translations(entry: polib.POEntry) -> list[str]:
    if entry.msgid_plural:
        return [str(text) for text in entry.msgstr_plural.values()]
    return [str(entry.msgstr)]


def _message(entry: polib.POEntry) -> Message:
    return Message(entry.msgctxt or "", entry.msgid, entry.msgid_plural or "")


def _entry(message: Message) -> polib.POEntry:
    plural = {"msgid_plural": message.plural, "msgstr_plural": {0: ""}} if message.plural else {}
    return polib.POEntry(msgctxt=message.context or None, msgid=message.text, **plural)


def main(arguments: Sequence[str]) -> int:
    """0 when all is well, 1 with findings, 2 when called wrongly."""
    match list(arguments):
        case ["compile"]:
            compile_catalogues()
        case ["update"]:
            print(f"{update()} changes")
        case ["check"]:
            found = findings()
            print("\n".join(found) or "translations: complete")
            return 1 if found else 0
        case _:
            print(__doc__, file=sys.stderr)
            return 2
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
