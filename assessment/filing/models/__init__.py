"""The tables of the stage, one module a subject."""

from assessment.filing.models.corrections import Correction, CorrectionYear
from assessment.filing.models.in_force import InForce
from assessment.filing.models.laid_out import FigureCheck, LaidOutFigure
from assessment.filing.models.returns import Cell, Receipt, ReceiptDay, Return, Signature, Version

__all__ = [
    "Cell",
    "Correction",
    "CorrectionYear",
    "FigureCheck",
    "InForce",
    "LaidOutFigure",
    "Receipt",
    "ReceiptDay",
    "Return",
    "Signature",
    "Version",
]
