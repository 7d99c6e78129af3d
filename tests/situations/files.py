"""Small files as officers attach them, and hostile ones."""

import io
import random
import zipfile

PDF = b"%PDF-1.4\n1 0 obj<</Type/Catalog>>endobj\ntrailer<</Root 1 0 R>>\n%%EOF\n"
PNG = b"\x89PNG\r\n\x1a\n" + b"\x00" * 32
JPG = b"\xff\xd8\xff\xe0" + b"\x00" * 32
# The published test text for virus scanners, in two pieces.
EICAR = b"X5O!P%@AP[4\\PZX54(P^)7CC)7}$EICAR-STANDARD-" + b"ANTIVIRUS-TEST-FILE!$H+H*"
DEVICES = ("CON", "prn", "Aux", "NUL", "COM1", "lpt9", "CONIN$")
TRICKS = (
    "../", "..\\", "/etc/", "C:\\", "\x00", "\r\n", "\n", "\u202e", "\u2066", "\u200f", "\u202d", '"', ";", "%00",
    "%2e%2e/", "~/", "....//", "\ufeff", "\u2028", "\x1b[31m", "<script>", "=cmd|", "🏔", "é",
    "e\u0301", "报表", " ", ".", "'",
)  # fmt: skip


def a_package(*parts: str) -> bytes:
    """A zip with these parts beside the list of types that every Office file has."""
    written = io.BytesIO()
    with zipfile.ZipFile(written, "w") as package:
        for part in ("[Content_Types].xml", *parts):
            package.writestr(part, "<x/>")
    return written.getvalue()


def hostile_names(count: int) -> list[str]:
    """Names made of every trick, seeded; very long ones, device names and empty ones among them."""
    chance = random.Random(20210420)
    names = [f"{device}{ending}" for device in DEVICES for ending in ("", ".pdf", ".tar.pdf", " .pdf")]
    names += ["", ".", "..", "...", "/", "\\", " ", ".pdf", "证" * 300 + ".pdf", "a" * 5000, "x." + "y" * 400]
    while len(names) < count:
        pieces = [*chance.choices(TRICKS, k=chance.randint(1, 6)), "证明材料", "scan"]
        chance.shuffle(pieces)
        names.append("".join(pieces) + chance.choice(["", ".pdf", ".PDF", ".pdf.exe", ".png"]))
    return names[:count]
