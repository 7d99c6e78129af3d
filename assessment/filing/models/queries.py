"""核实: threads on single cells, gathered into one numbered sheet for each return."""

from django.db import models

from assessment.filing.models.returns import Cell, Return, Version
from assessment.people.models import User


class QuerySheet(models.Model):
    """核实单: everything the bureau asked about one return, under one number; later rounds go on it too."""

    return_filed = models.OneToOneField(Return, on_delete=models.PROTECT, related_name="query_sheet")
    number = models.CharField(max_length=40, unique=True)
    opened_at = models.DateTimeField()

    def __str__(self) -> str:
        return self.number


class QuerySheetDay(models.Model):
    """The last serial given on a day; its row is locked while a sheet takes the next one."""

    day = models.DateField(unique=True)
    last_serial = models.PositiveIntegerField(default=0)

    def __str__(self) -> str:
        return f"{self.day} {self.last_serial}"


class QueryThread(models.Model):
    """One question about one cell. `version` is the one it was asked of; `rule` the check it comes from, if any."""

    class State(models.TextChoices):
        ASKED = "asked"
        ANSWERED = "answered"
        CLOSED = "closed"

    sheet = models.ForeignKey(QuerySheet, on_delete=models.PROTECT, related_name="threads")
    version = models.ForeignKey(Version, on_delete=models.PROTECT, related_name="query_threads")
    serial = models.PositiveSmallIntegerField(help_text="序号 on the sheet")
    item = models.CharField(max_length=60)
    basis = models.CharField(max_length=30, choices=Cell.Basis)
    rule = models.CharField(max_length=40, blank=True, default="")
    rule_digest = models.CharField(max_length=64, blank=True, default="")
    due_on = models.DateField()
    state = models.CharField(max_length=10, choices=State, default=State.ASKED)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["sheet", "serial"], name="filing_query_serial")]
        ordering = ["sheet_id", "serial"]

    def __str__(self) -> str:
        return f"{self.sheet_id} {self.serial} {self.item}"


class QueryMessage(models.Model):
    """One word in a thread. Nothing of it is ever changed."""

    class Kind(models.TextChoices):
        """`closed` carries the reason the reviewer accepted, or why the question no longer stands."""

        QUESTION = "question"
        ANSWER = "answer"
        CLOSED = "closed"

    thread = models.ForeignKey(QueryThread, on_delete=models.PROTECT, related_name="messages")
    kind = models.CharField(max_length=10, choices=Kind)
    text = models.CharField(max_length=1000)
    by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()

    class Meta:
        constraints = [models.CheckConstraint(condition=~models.Q(text=""), name="filing_query_message_says_something")]
        ordering = ["thread_id", "id"]

    def __str__(self) -> str:
        return f"{self.thread_id} {self.kind}"
