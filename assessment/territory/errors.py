"""Refusals of the territory."""

from assessment.methodology.errors import N_, AssessmentError


class RegionUnknown(AssessmentError):
    code = "region_unknown"
    message = N_("There is no region with the code {code}. Use the six digits of GB/T 2260, or the unit's own code.")


class TerritoryFileUnreadable(AssessmentError):
    code = "territory_file_unreadable"
    message = N_("{path} cannot be read: {problem}")
