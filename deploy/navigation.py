"""The places of the head navigation, in their order; each is shown to whoever may use it."""

from assessment.methodology.errors import N_
from assessment.people.navigation import Place

NAVIGATION = (Place(N_("My tasks"), "reporting:my-tasks"),)
