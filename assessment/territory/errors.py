"""Refusals of the territory."""

from assessment.methodology.errors import N_, AssessmentError


class RegionUnknown(AssessmentError):
    code = "region_unknown"
    message = N_("There is no region with the code {code}. Use the six digits of GB/T 2260, or the unit's own code.")


class TerritoryFileUnreadable(AssessmentError):
    code = "territory_file_unreadable"
    message = N_("{path} cannot be read: {problem}")


class TerritoryFileWithoutMapping(TerritoryFileUnreadable):
    code = "territory_file_without_mapping"
    message = N_("{path}: a mapping is expected at the top, such as “regions:”.")


class TerritoryRowsWrong(TerritoryFileUnreadable):
    code = "territory_rows_wrong"
    message = N_("{path}: a list of rows, each with a code, is expected under “{name}”.")
