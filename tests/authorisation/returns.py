"""The city returns of the seeded province in each of their states, and the uploads for its drafts.

Two versions of one return cannot both be open, so each is moved to a collection of its own once it has come to its
state (the signed one comes last and stays: its signatures name its period).
"""

from collections.abc import Callable, Mapping

from assessment.filing import actions as filing
from assessment.filing.models import Return, Upload, Version
from assessment.filing.version_document import figures_digest
from tests.authorisation.places import MATRIX_MOMENT, NOWHERE, OWN_REGION, PLACES, QUIET_PERIODS, Province, another
from tests.situations import catalogue, workbooks
from tests.situations import filing as returns


def _half_signed(code: str) -> Version:
    version, city = returns.awaiting_signature(code), returns.a_city(code)
    filing.sign(version.pk, by=city.statistics_head, at=returns.SIGNED)
    return Version.objects.get(pk=version.pk)


VERSIONS: dict[str, Callable[[str], Version]] = {
    "draft": returns.a_filled_draft,
    "awaiting_signature": returns.awaiting_signature,
    "half_signed": _half_signed,
    "submitted": returns.a_submitted_version,
    "under_review": returns.a_version_under_review,
    "querying": returns.a_queried_version,
    "sent_back": returns.a_version_sent_back,
    "accepted": returns.an_accepted_version,
    "locked": returns.a_locked_version,
    "withdrawn": returns.a_withdrawn_version,
    "signed": returns.a_signed_version,
}


def returns_of(province: Province) -> None:
    for number, (state, build) in enumerate(VERSIONS.items(), 1):
        first = catalogue.an_open_collection()
        collection = first if state == "signed" else another(first, QUIET_PERIODS[number - 1])
        for where, code in PLACES:
            version = build(code)
            Return.objects.filter(pk=version.return_filed_id).update(collection=collection)
            moved = Version.objects.get(pk=version.pk)
            province.add("version", state, where=where, id=version.pk, digest=figures_digest(moved))
            province.add("version_item", state, where=where, id=version.pk, item="software_revenue")
            province.add("return", state, where=where, id=version.return_filed_id)
            if collection != first:
                province.add("owed", state, where=where, collection=collection.pk, unit=code)
    empty = another(catalogue.an_open_collection(), QUIET_PERIODS[-1])
    planned = catalogue.a_planned_collection("SW-Q", "2021c06")
    province.add("collection_owed", "open", id=empty.pk)
    province.add("collection_owed", "planned", id=planned.pk)
    province.missing["collection_owed"] = {"id": NOWHERE}
    for where, code in PLACES:
        province.add("owed", "not_begun", where=where, collection=empty.pk, unit=code)
        province.add("owed", "not_open", where=where, collection=planned.pk, unit=code)
    province.missing.update(
        {
            "version": {"id": NOWHERE, "digest": "0" * 64},
            "version_item": {"id": NOWHERE, "item": "software_revenue"},
            "return": {"id": NOWHERE},
            "owed": {"collection": NOWHERE, "unit": OWN_REGION},
        }
    )


_TEMPLATES: dict[str | int, bytes] = {}


def templates() -> Mapping[str | int, bytes]:
    """The template of each version, by its id, with a figure typed in."""
    return _TEMPLATES


def uploads_of(province: Province) -> None:
    """An upload in each of its states for the draft, here and in the foreign city."""
    for where, code in PLACES:
        drafts = [one for one in province.targets["version"] if (one.where, one.state) == (where, "draft")]
        draft = Version.objects.get(pk=drafts[0].address["id"])
        _TEMPLATES[draft.pk] = workbooks.filled(draft, {"D9": 4})
        # All are taken in before any gets its state: a later upload takes the place of one that is pending.
        uploads = [(state, workbooks.an_upload(draft, {"D9": 4}, code=code)) for state in Upload.State.values]
        for state, upload in uploads:
            Upload.objects.filter(pk=upload.pk).update(
                state=state, decided_at=None if state == "pending" else returns.FILLED, uploaded_at=MATRIX_MOMENT
            )
            province.add("upload", state, where=where, id=upload.pk, revision=draft.revision)
    province.missing["upload"] = {"id": NOWHERE, "revision": 0}
