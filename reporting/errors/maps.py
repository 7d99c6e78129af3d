"""Refusals of an official map."""

from assessment.methodology.errors import N_, AssessmentError


class MapNotOfficial(AssessmentError):
    code = "map_not_official"
    message = N_("The map has no {missing}. Only a map with its review number (审图号) and its source is shown.")
    status = 409


class MapUnreadable(AssessmentError):
    code = "map_unreadable"
    message = N_("The map is not a GeoJSON FeatureCollection of polygons with a region code each. Obtain it again.")
    status = 409
