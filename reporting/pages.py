"""My tasks."""

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import path
from django.views.decorators.http import require_GET


@login_required
@require_GET
def my_tasks_page(request: HttpRequest) -> HttpResponse:
    return render(request, "reporting/my_tasks.html")


app_name = "reporting"
urlpatterns = [path("", my_tasks_page, name="my-tasks")]
