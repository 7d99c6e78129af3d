"""Beat and a real worker send what waits, without anybody waiting for them."""

import json
from pathlib import Path
from uuid import uuid4

from django.conf import settings
from django.utils import timezone

from assessment.messages.actions import notify
from assessment.messages.models import Delivery
from deploy.processes import wait_until
from tests.fixtures_workers import Workers
from tests.situations.filing import a_city

SECONDS = 30.0


def test_a_notice_leaves_the_house_by_the_clock(celery_worker_process: Workers) -> None:
    filler, text = a_city().filler, uuid4().hex  # other tests send to the same name and into the same file
    notify([filler], topic="notice", text="{name}", facts={"name": text}, link="/", at=timezone.now())
    worker = celery_worker_process.running["worker"]
    assert wait_until(lambda: Delivery.objects.filter(state="sent").exists(), seconds=SECONDS, process=worker)
    lines = [json.loads(line) for line in Path(settings.MESSAGE_LOG).read_text("utf-8").splitlines()]
    assert [line["username"] for line in lines if line["body"].splitlines()[0] == text] == [filler.username]
