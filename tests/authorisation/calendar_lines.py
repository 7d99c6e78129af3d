"""The calendar of the seeded province: obligations, extensions, late returns, evidence, letters."""

from dataclasses import replace
from datetime import date

from assessment.catalogue.calendar_actions import waive
from assessment.evidence.actions import Subject, store
from assessment.filing import actions as filing
from assessment.filing.evidence_actions import Upload as EvidenceUpload
from assessment.filing.letter_actions import Request
from assessment.filing.models import Version
from tests.authorisation.places import NOWHERE, PLACES, Province, another
from tests.situations import catalogue, measurement
from tests.situations import filing as returns


def calendar_of(province: Province) -> None:
    """Files, lines of the register in each state, late returns, letters; each in a collection of its own."""
    reviewer = catalogue.a_reviewer()
    for number, (where, code) in enumerate(PLACES, 1):
        city = returns.a_city(code)
        for turn, state in enumerate(("owing", "asked", "waived")):
            collection = another(catalogue.an_open_collection(), f"2021b{number}{turn}")
            obligation = collection.obligations.get(reporting_unit__code=code)
            province.add("obligation", state, where=where, id=obligation.pk)
            if state == "asked":
                row = filing.ask_extension(obligation.pk, "停电", wanted_until=None, by=city.filler, at=returns.FILLED)
                province.add("extension", "asked", where=where, id=row.pk)
            if state == "waived":
                waive(obligation.pk, "免报", by=reviewer, at=returns.FILLED)
        _files(province, where, code)
    for target in province.targets["version"]:
        if target.state == "submitted":
            Version.objects.filter(pk=target.address["id"]).update(late=True)
        state = "late" if target.state == "submitted" else "on_time"
        province.add("late_version", state, where=target.where, **target.address)
    person = measurement.the_communications_administration()
    wanted = Request("520000-communications", "2021c03", "电信业务收入", "测算", date(2021, 5, 1), "张三")
    letter = filing.issue_letter(wanted, by=reviewer, at=returns.FILLED)
    answered = filing.issue_letter(replace(wanted, asked_for="互联网收入"), by=reviewer, at=returns.FILLED)
    filing.answer_letter(answered.pk, "已函复", by=person, at=returns.FILLED)
    province.add("letter", "issued", id=letter.pk)
    province.add("letter", "answered", id=answered.pk)
    missing = ("evidence", "obligation", "extension", "late_version", "letter")
    province.missing.update({subject: {"id": NOWHERE} for subject in missing})


def _files(province: Province, where: str, code: str) -> None:
    """A file of a draft, and one of a return that was submitted since."""
    filler = returns.a_city(code).filler
    for target in [one for one in province.targets["version"] if one.where == where]:
        if target.state == "draft":
            upload = EvidenceUpload("proof.pdf", b"%PDF-1.4 proof", "software_revenue")
            stored = filing.add_evidence(int(target.address["id"]), upload, by=filler, at=returns.FILLED)
            province.add("evidence", "of_a_draft", where=where, id=stored.pk)
        if target.state == "accepted":
            subject = Subject("filing.version", str(target.address["id"]), "", code)
            stored = store(subject, name="old.pdf", content=b"%PDF-1.4 old", by=filler, at=returns.FILLED)
            province.add("evidence", "of_an_accepted_return", where=where, id=stored.pk)
