"""The hook of the virus scanner: EVIDENCE_SCANNER names a function from the bytes to what was found, or nothing."""

# The harmless test text that every scanner knows; kept in two pieces, so that no scanner removes this file.
_TEST_TEXT = b"EICAR-STANDARD-" + b"ANTIVIRUS-TEST-FILE!"


def known_signatures(content: bytes) -> str:
    """Knows the test text alone. An installation names the function of its own scanner instead."""
    return "EICAR-Test-File" if _TEST_TEXT in content else ""
