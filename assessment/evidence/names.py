"""A file's name as its sender gave it, made safe to show and to hand out. It never becomes a path."""

import re
import unicodedata

LONGEST_BYTES = 200
LONGEST_ENDING = 10
NAMELESS = "file"
# Names that Windows keeps for devices, with any ending.
DEVICES = frozenset(
    {"CON", "PRN", "AUX", "NUL", "CLOCK$", "CONIN$", "CONOUT$"}
    | {f"{port}{number}" for port in ("COM", "LPT") for number in "0123456789¹²³"}
)
_FORBIDDEN = re.compile(r'[<>:"|?*;%]')


def safe_name(given: str) -> str:
    """The last part of `given` without what steers terminals, file systems, headers or the direction of text.

    At most 200 bytes of UTF-8, the ending kept; `file` where nothing is left.
    """
    last = re.split(r"[/\\]", given.replace("\x00", ""))[-1]
    shown = "".join(sign for sign in unicodedata.normalize("NFC", last) if not _steers(sign))
    plain = _FORBIDDEN.sub("_", shown).strip(" .")
    stem, dot, ending = plain.rpartition(".")
    if not dot or len(ending.encode()) > LONGEST_ENDING:
        stem, ending = plain, ""
    if stem.split(".")[0].strip().upper() in DEVICES:
        stem = f"_{stem}"
    stem = _cut(stem.strip(" ."), LONGEST_BYTES - len(ending.encode()) - 1)
    return f"{stem or NAMELESS}.{ending}" if ending else stem or NAMELESS


def ending_of(name: str) -> str:
    """`pdf` of `Report.PDF`; empty where there is none."""
    return name.rpartition(".")[2].lower() if "." in name else ""


def _steers(sign: str) -> bool:
    """Controls, format characters (direction marks among them), lone surrogates, private and unassigned signs."""
    return unicodedata.category(sign) in {"Cc", "Cf", "Cs", "Co", "Cn", "Zl", "Zp"}


def _cut(text: str, most: int) -> str:
    return text.encode()[: max(most, 1)].decode(errors="ignore")
