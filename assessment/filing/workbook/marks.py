"""What is marked in a user's workbook, as plain data between the web process and the child."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Mark:
    """One thing to look at; `cells` may be empty where it concerns the return as a whole."""

    cells: list[str]
    label: str
    severity: str
    tone: str
    rule: str
    problem: str
    expected: str
    received: str
    fix: str
