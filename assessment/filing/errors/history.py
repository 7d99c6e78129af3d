"""Refusals of taking figures over from past workbooks."""

from assessment.methodology.errors import N_, AssessmentError


class HistoryCellWrong(AssessmentError):
    code = "history_cell_wrong"
    message = N_("Sheet “{sheet}”, cell {cell}: {problem}")


class CellNotNumber(AssessmentError):
    code = "history_cell_not_number"
    message = N_("“{received}” is not a number; the cell is left out.")


class PeriodUnreadable(AssessmentError):
    code = "history_period_unreadable"
    message = N_("“{received}” names no cumulative period (一季度, 上半年, 前三季度, 全年); the row is left out.")


class FigureTwice(AssessmentError):
    code = "history_figure_twice"
    message = N_("the same item and period stand in cell {first} with another figure; the later one is left out.")


class SheetMissing(AssessmentError):
    code = "history_sheet_missing"
    message = N_("The workbook has no sheet “{received}”. Choose one of: {expected}.")


class NothingMapped(AssessmentError):
    code = "history_nothing_mapped"
    message = N_("The mapping leads to no figure. Choose the heading row and say which column or row is which item.")


class HistoryDecided(AssessmentError):
    code = "history_decided"
    message = N_("This workbook was taken over or discarded already. Upload it once more to map it anew.")
    status = 409


class LayoutUnreadable(AssessmentError):
    code = "history_layout_unreadable"
    message = N_("The layout cannot be read: {received} is out of range. Choose a row and a column of the sheet.")
