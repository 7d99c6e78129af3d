"""Any order of steps, right or wrong: a return never comes into a state that its rules exclude."""

from collections.abc import Callable
from dataclasses import dataclass, field
from decimal import Decimal
from typing import ClassVar

import pytest
from django.db import transaction
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule, run_state_machine_as_test

from assessment.audit.models import Entry
from assessment.filing import actions
from assessment.filing.models import Correction, QueryThread, Receipt, Return, Version
from assessment.methodology.errors import AssessmentError
from tests.situations.catalogue import a_reviewer, an_open_collection
from tests.situations.filing import FILLED, City, a_city, a_question, a_value

OPEN = {"draft", "awaiting_signature", "submitted", "under_review", "querying"}


STEPS = (
    *["go_on"] * 14,
    *("begin", "save total_pay", "save total_profit", "ask_for_signatures", "sign statistics_head", "sign unit_head"),
    *("submit", "withdraw", "open_review", "decide accepted", "decide sent_back", *["lock"] * 4),
    *("ask_to_correct", "grant_the_correction"),
    *("ask total_pay", "ask total_profit", "answer one", "answer all", "close"),
)


@dataclass
class Expected:
    """What a clerk with pencil and paper would know of one version."""

    state: str = "draft"
    figures: dict[str, Decimal] = field(default_factory=dict)
    signed: int = 0
    named: frozenset[str] | None = None


@dataclass
class Sheet:
    """The questions of the return by their serials, and how each stands."""

    states: dict[int, str] = field(default_factory=dict)
    items: dict[int, str] = field(default_factory=dict)

    def waiting(self, state: str = "asked") -> list[int]:
        return [serial for serial, stands in self.states.items() if stands == state]


class LifeOfAReturn(RuleBasedStateMachine):
    """Every rule tries one step; the pencilled expectation says whether it had to be refused."""

    reached: ClassVar[set[str]] = set()

    @initialize()
    def open_the_books(self) -> None:
        self.books = transaction.atomic()
        self.books.__enter__()
        self.collection, self.city, self.reviewer = an_open_collection(), a_city(), a_reviewer()
        self.expected: list[Expected] = []
        self.in_force: int | None = None
        self.correction = ""
        self.sheet = Sheet()

    def teardown(self) -> None:
        if hasattr(self, "books"):
            transaction.set_rollback(True)
            self.books.__exit__(None, None, None)

    def attempt(self, step: Callable[[int], object], *, allowed: bool) -> bool:
        """Whether the step was done, which must be exactly when it is allowed."""
        newest = Version.objects.order_by("-number").first()
        try:
            step(newest.pk if newest else 0)
        except AssessmentError:
            assert not allowed
            return False
        assert allowed
        return True

    @rule(step=st.sampled_from(STEPS), number=st.decimals(min_value=-999, max_value=10**9, places=2))
    def try_a_step(self, step: str, number: Decimal) -> None:
        """One rule over all steps: with a rule each, most would be switched off in most lives."""
        name, _, detail = step.partition(" ")
        if name == "save":
            self.save(number, detail)
        elif name == "sign":
            self.sign(detail)
        elif name == "decide":
            self.decide(accepted=detail == "accepted")
        elif name in {"ask", "answer"}:
            getattr(self, name)(detail)
        else:
            getattr(self, name)()
        self.reached.add(self.state)

    @property
    def state(self) -> str:
        return self.expected[-1].state if self.expected else ""

    def begin(self) -> None:
        correcting = self.state == "accepted" and self.correction == "granted"
        allowed = self.state in {"", "sent_back", "withdrawn"} or correcting
        begun = lambda _: actions.start_version(  # noqa: E731
            self.collection.pk, self.city.code, by=self.city.filler, at=FILLED
        )
        if self.attempt(begun, allowed=allowed):
            last = self.expected[-1] if self.expected else Expected()
            named = last.named if last.state in {"draft", "withdrawn"} else frozenset({"total_pay"})
            self.correction = "begun" if correcting else self.correction
            self.expected.append(Expected(figures=dict(last.figures), named=named))
            if not last.figures:
                self.fill_in_what_no_return_may_lack()

    def fill_in_what_no_return_may_lack(self) -> None:
        both = [a_value("7"), a_value("7", basis="same_period_last_year")]
        version = Version.objects.latest("number")
        actions.save_cells(version.pk, both, revision=0, by=self.city.filler, at=FILLED)
        self.expected[-1].figures["software_revenue"] = Decimal(7)

    def ask_to_correct(self) -> None:
        filed = Return.objects.first()
        asked = lambda _: actions.request_correction(  # noqa: E731
            filed.pk if filed else 0, ["total_pay"], "原始凭证补登", by=self.city.filler, at=FILLED
        )
        if self.attempt(asked, allowed=self.state == "accepted" and not self.correction):
            self.correction = "requested"

    def grant_the_correction(self) -> None:
        newest = Correction.objects.order_by("-id").first()
        granted = lambda _: actions.grant_correction(  # noqa: E731
            newest.pk if newest else 0, "原始凭证齐全", by=self.reviewer, at=FILLED
        )
        if self.attempt(granted, allowed=self.correction == "requested"):
            self.correction = "granted"

    def save(self, number: Decimal, item: str) -> None:
        saved = lambda pk: actions.save_cells(  # noqa: E731
            pk, [a_value(str(number), item=item)], revision=0, by=self.city.filler, at=FILLED
        )
        # Revision 0 conflicts with any other number written to the same cell in this version since.
        stored = Version.objects.order_by("-number").first()
        cell = stored.cells.get(item=item, basis="current") if stored else None
        clash = cell is not None and cell.changed_revision > 0 and cell.value != number
        named = self.expected[-1].named if self.expected else None
        closed = named is not None and item not in named and self.expected[-1].figures.get(item) != number
        if self.attempt(saved, allowed=self.state == "draft" and not clash and not closed):
            self.expected[-1].figures[item] = number

    def ask_for_signatures(self) -> None:
        asked = lambda pk: actions.request_signatures(pk, by=self.city.filler, at=FILLED)  # noqa: E731
        # Pay below zero fails a mandatory check; profit may be a loss.
        allowed = self.state == "draft" and self.expected[-1].figures.get("total_pay", Decimal(0)) >= 0
        if self.attempt(asked, allowed=allowed):
            self.expected[-1].state = "awaiting_signature"

    def sign(self, head: str) -> None:
        turn = {"statistics_head": 0, "unit_head": 1}[head]
        signed = lambda pk: actions.sign(pk, by=getattr(self.city, head), at=FILLED)  # noqa: E731
        allowed = self.state == "awaiting_signature" and self.expected[-1].signed == turn
        if self.attempt(signed, allowed=allowed):
            self.expected[-1].signed += 1

    def submit(self) -> None:
        complete = self.state == "awaiting_signature" and self.expected[-1].signed == 2
        stands = self.state in {"submitted", "under_review", "querying", "sent_back", "accepted", "locked"}
        submitted = lambda pk: actions.submit(pk, by=self.city.filler, at=FILLED)  # noqa: E731
        if self.attempt(submitted, allowed=complete or stands) and complete:
            self.expected[-1].state = "submitted"

    def withdraw(self) -> None:
        withdrawn = lambda pk: actions.withdraw(pk, by=self.city.filler, at=FILLED)  # noqa: E731
        if self.attempt(withdrawn, allowed=self.state in {"awaiting_signature", "submitted"}):
            self.expected[-1].state = "withdrawn"

    def open_review(self) -> None:
        opened = lambda pk: actions.open_review(pk, by=self.reviewer, at=FILLED)  # noqa: E731
        if self.attempt(opened, allowed=self.state == "submitted"):
            self.expected[-1].state = "under_review"

    def decide(self, accepted: bool) -> None:
        def step(pk: int) -> object:
            if accepted:
                return actions.accept(pk, by=self.reviewer, at=FILLED)
            return actions.send_back(pk, {"total_pay": "请核对"}, by=self.reviewer, at=FILLED)

        unsettled = accepted and (self.sheet.waiting() or self.sheet.waiting("answered"))
        if self.attempt(step, allowed=self.state == "under_review" and not unsettled):
            self.expected[-1].state = "accepted" if accepted else "sent_back"
            self.in_force = len(self.expected) if accepted else self.in_force
            self.correction = "" if accepted else self.correction

    def ask(self, item: str) -> None:
        asked = lambda pk: actions.ask(pk, [a_question(item)], by=self.reviewer, at=FILLED)  # noqa: E731
        unsettled = {self.sheet.items[one] for state in ("asked", "answered") for one in self.sheet.waiting(state)}
        if self.attempt(asked, allowed=self.state in {"under_review", "querying"} and item not in unsettled):
            serial = len(self.sheet.states) + 1
            self.sheet.states[serial], self.sheet.items[serial] = "asked", item
            self.expected[-1].state = "querying"

    def answer(self, how_many: str) -> None:
        waiting = self.sheet.waiting()[: 1 if how_many == "one" else None]
        ids = QueryThread.objects.filter(serial__in=waiting).values_list("pk", flat=True)
        answers = dict.fromkeys(ids, "已核对") or {0: "已核对"}
        answered = lambda pk: actions.answer(pk, answers, by=self.city.filler, at=FILLED)  # noqa: E731
        if self.attempt(answered, allowed=self.state == "querying"):
            self.sheet.states.update(dict.fromkeys(waiting, "answered"))
            self.expected[-1].state = "querying" if self.sheet.waiting() else "under_review"

    def close(self) -> None:
        """The first question that is not closed."""
        unsettled = sorted(self.sheet.waiting() + self.sheet.waiting("answered"))
        thread = QueryThread.objects.filter(serial=unsettled[0] if unsettled else 0).first()
        closed = lambda _: actions.close_query(  # noqa: E731
            thread.pk if thread else 0, "已说明", by=self.reviewer, at=FILLED
        )
        allowed = bool(unsettled) and self.state in {"querying", "under_review"}
        if self.attempt(closed, allowed=allowed):
            self.sheet.states[unsettled[0]] = "closed"
            self.expected[-1].state = "querying" if self.sheet.waiting() else "under_review"

    def lock(self) -> None:
        locked = lambda pk: actions.lock(pk, by=self.reviewer, at=FILLED)  # noqa: E731
        if self.attempt(locked, allowed=self.state == "accepted"):
            self.expected[-1].state = "locked"

    def go_on(self) -> None:
        """The step that leads onward, so that lives grow long enough to reach their ends."""
        expected = self.expected[-1] if self.expected else None
        if self.state == "draft":
            self.ask_for_signatures()
        elif self.state == "awaiting_signature":
            heads = ("statistics_head", "unit_head")
            self.sign(heads[expected.signed]) if expected and expected.signed < 2 else self.submit()
        elif self.state == "submitted":
            self.open_review()
        elif self.state == "querying":
            self.answer("all")
        elif self.state == "under_review" and self.sheet.waiting("answered"):
            self.close()
        elif self.state == "under_review" and not self.sheet.states:
            self.ask("total_pay")
        elif self.state == "under_review":
            self.decide(accepted=len(self.expected) != 2)
        elif self.state == "accepted" and self.correction != "granted":
            self.grant_the_correction() if self.correction else self.ask_to_correct()
        else:
            self.begin()

    @invariant()
    def rows_are_as_pencilled(self) -> None:
        versions = list(Version.objects.order_by("number"))
        assert [version.state for version in versions] == [expected.state for expected in self.expected]
        assert [version.number for version in versions] == list(range(1, len(versions) + 1))
        assert sum(version.state in OPEN for version in versions) <= 1
        filed = Return.objects.select_related("in_force").first()
        assert (filed.in_force.number if filed and filed.in_force else None) == self.in_force
        submitted = {version.pk for version in versions if version.submitted_at}
        assert set(Receipt.objects.values_list("version_id", flat=True)) == submitted
        for version, expected in zip(versions, self.expected, strict=True):
            found = version.cells.filter(condition="value", basis="current")
            assert dict(found.values_list("item", "value")) == expected.figures
            assert version.signatures.count() == expected.signed
        threads = QueryThread.objects.order_by("serial").values_list("serial", "state")
        assert dict(threads) == self.sheet.states

    @invariant()
    def the_chain_of_the_region_has_no_gap(self) -> None:
        sequence = list(Entry.objects.filter(chain="520200").order_by("sequence").values_list("sequence", flat=True))
        assert sequence == list(range(1, len(sequence) + 1))


@pytest.mark.no_cover
@pytest.mark.django_db
def test_a_return_keeps_its_rules_in_any_order_of_steps() -> None:
    an_open_collection()
    assert isinstance(a_city(), City)
    a_reviewer()
    run_state_machine_as_test(
        LifeOfAReturn,
        settings=settings(
            max_examples=14,
            stateful_step_count=40,
            deadline=None,
            derandomize=True,
            suppress_health_check=list(HealthCheck),
        ),
    )
    assert LifeOfAReturn.reached == {"", *Version.State.values}
