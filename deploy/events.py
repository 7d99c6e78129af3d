"""What follows what: the name of an outbox event -> the names of the Celery tasks run for it, as one chain.

Each task receives the id of the event's job and takes a lease of its own on its step (assessment.jobs.leases).
"""

from collections.abc import Mapping

EVENTS: Mapping[str, tuple[str, ...]] = {
    "measurement.batch_requested": ("measurement.measure",),
    "measurement.survey_estimation_requested": ("measurement.estimate_survey",),
    "scoring.quarterly_run_requested": ("scoring.indicators", "scoring.scores"),
    "scoring.robustness_requested": ("scoring.robustness",),
    "reporting.bulletin_preview_requested": ("reporting.bulletin_preview",),
    "reporting.audit_extract_requested": ("reporting.audit_extract",),
    "scoring.run_issued": ("reporting.city_packs",),
    # 收入法: from the four components to the score in one chain.
    "scoring.annual_run_requested": ("scoring.value_added", "scoring.indicators", "scoring.scores"),
}
