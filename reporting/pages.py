"""My tasks."""

from typing import cast

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import path
from django.utils import timezone
from django.views.decorators.http import require_GET

from assessment.people.models import User
from reporting.my_tasks import my_tasks


@login_required
@require_GET
def my_tasks_page(request: HttpRequest) -> HttpResponse:
    tasks = my_tasks(cast(User, request.user), at=timezone.now())
    return render(request, "reporting/my_tasks.html", {"tasks": tasks, "deadline": tasks.next_deadline})


app_name = "reporting"
urlpatterns = [path("", my_tasks_page, name="my-tasks")]
