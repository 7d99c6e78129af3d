"""The writer of form versions that take over another one: its items, its chain of signatures, and what differs."""

from collections.abc import Mapping, Sequence
from typing import Any

from assessment.catalogue.models import FormVersion, Item, SignOffStep
from assessment.methodology.canonical import digest


def copy_form(source: FormVersion, fields: Mapping[str, Any]) -> FormVersion:
    """The version with its items and its chain of signatures; `fields` differ.

    The action that calls it has asked for the permission, and writes down what was made in the same transaction.
    """
    items = list(source.items.order_by("position"))
    steps = list(source.sign_off_steps.all())
    made = FormVersion.objects.select_related("form").get(pk=source.pk)
    made.pk, made.digest = None, digest({"copied_from": source.digest, **fields})
    for name, value in fields.items():
        setattr(made, name, value)
    made.save(force_insert=True)
    _copy_items(items, made)
    for step in steps:
        step.pk, step.form_version = None, made
    SignOffStep.objects.bulk_create(steps)
    return made


def _copy_items(items: Sequence[Item], made: FormVersion) -> None:
    """Level by level, so that the parent of each is there before it."""
    parents = {item.pk: item.parent_id for item in items}
    copies: dict[int | None, Item | None] = {None: None}
    waiting = list(items)
    while waiting:
        ready = [item for item in waiting if parents[item.pk] in copies]
        waiting = [item for item in waiting if parents[item.pk] not in copies]
        keys = [item.pk for item in ready]
        for item in ready:
            item.parent = copies[parents[item.pk]]
            item.pk, item.form_version = None, made
        copies |= dict(zip(keys, Item.objects.bulk_create(ready), strict=True))
