"""Fixtures of the workbook tests."""

from tests.recalculation import office

__all__ = ["office"]
