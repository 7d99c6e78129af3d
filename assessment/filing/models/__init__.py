"""The tables of the stage, one module a subject."""

from assessment.filing.models.adopted_values import AdoptedValue
from assessment.filing.models.calendar import Extension, LateVetting, Letter, Reminder
from assessment.filing.models.cell_history import CellEdit
from assessment.filing.models.corrections import Correction, CorrectionYear
from assessment.filing.models.enterprises import Promise
from assessment.filing.models.findings import AcceptedReason, Explanation, FrozenFindings
from assessment.filing.models.history import HistoryFigure, HistoryFile, HistoryMapping
from assessment.filing.models.in_force import InForce
from assessment.filing.models.laid_out import FigureCheck, LaidOutFigure
from assessment.filing.models.queries import QueryMessage, QuerySheet, QuerySheetDay, QueryThread
from assessment.filing.models.returns import Cell, Receipt, ReceiptDay, Return, Signature, Version
from assessment.filing.models.uploads import Upload

__all__ = [
    "AcceptedReason",
    "AdoptedValue",
    "Cell",
    "CellEdit",
    "Correction",
    "CorrectionYear",
    "Explanation",
    "Extension",
    "FigureCheck",
    "FrozenFindings",
    "HistoryFigure",
    "HistoryFile",
    "HistoryMapping",
    "InForce",
    "LaidOutFigure",
    "LateVetting",
    "Letter",
    "Promise",
    "QueryMessage",
    "QuerySheet",
    "QuerySheetDay",
    "QueryThread",
    "Receipt",
    "ReceiptDay",
    "Reminder",
    "Return",
    "Signature",
    "Upload",
    "Version",
]
