"""The check code printed at the foot of a sheet, and whether it is that of a version."""

from assessment.display.formats import CHECK_CODE_DIGITS, check_code
from assessment.filing.errors.findings import SheetDiffers
from assessment.filing.models import Version
from assessment.filing.version_document import figures_digest


def check_sheet_is_of(version: Version, claimed: str) -> None:
    """`SheetDiffers` where the sheet was printed from other figures. The code may be the whole digest, in any case."""
    plain = "".join(character for character in claimed.lower() if character.isalnum())
    digest = figures_digest(version)
    if plain not in {digest, digest[:CHECK_CODE_DIGITS]}:
        raise SheetDiffers(received=claimed or "--", number=version.number, expected=check_code(digest))
