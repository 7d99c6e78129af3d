"""The places of the head navigation, in their order; each is shown to whoever may use it."""

from assessment.methodology.errors import N_
from assessment.people.navigation import Place
from assessment.people.permissions import Action

NAVIGATION = (
    Place(N_("My tasks"), "reporting:my-tasks"),
    Place(N_("One picture"), "reporting:dashboard", (Action.DASHBOARD_VIEW,)),
    Place(
        N_("Returns"),
        "filing:returns",
        (Action.RETURN_VIEW,),
        also=(
            "/corrections/",
            "/adopted-values/",
            "/letters/",
            "/check-rules/",
            "/obligations/",
            "/collections/",
            "/operation-reports/",
        ),
    ),
    Place(N_("Collections"), "filing:collections", (Action.COLLECTION_OPEN,), also=("/roll-over/", "/forms/")),
    Place(N_("Letters of request"), "filing:letters", (Action.LETTER_ANSWER,)),
    Place(N_("Laid-out figures"), "filing:deliveries", (Action.LAID_OUT_DELIVER,)),
    Place(N_("Enterprises"), "filing:enterprises", (Action.ENTERPRISE_VIEW,)),
    Place(N_("Historical data"), "filing:histories", (Action.HISTORY_IMPORT,)),
    Place(N_("Base tables"), "measurement:tables", (Action.BASE_TABLE_DELIVER,), also=("/revenues/",)),
    Place(N_("Sample surveys"), "measurement:surveys", (Action.SURVEY_DESIGN,)),
    Place(
        N_("Assessment schemes"),
        "catalogue:schemes",
        (Action.SCHEME_DRAFT, Action.RUN_APPROVE),
        also=("/roll-over/",),
    ),
    Place(
        N_("Batches"),
        "measurement:batches",
        (Action.BATCH_VIEW,),
        also=("/disputes/", "/surveys/", "/tables/", "/revenues/"),
    ),
    Place(N_("Runs"), "scoring:runs", (Action.RUN_VIEW,), also=("/laboratory/", "/insiders/")),
    Place(N_("Data check"), "scoring:feedback-list", (Action.FEEDBACK_VIEW,), also=("/objections/",)),
    Place(N_("Results"), "scoring:rankings", (Action.SCORE_VIEW,), also=("/bulletins/", "/conversions/")),
    Place(N_("List of insiders"), "scoring:insiders", (Action.ROLE_GRANT, Action.AUDIT_READ)),
    Place(N_("Report downloads"), "reporting:operation-reports", (Action.AUDIT_READ,)),
    Place(N_("Deputies"), "people:deputies", (Action.DEPUTY_VIEW,)),
    Place(N_("Results of the own city"), "reporting:city-packs", (Action.CITY_PACK_VIEW,)),
)
