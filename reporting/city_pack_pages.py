"""本市结果: the packs of the own city, one of them in full, and its files."""

from io import BytesIO
from typing import cast

from django.contrib.auth.decorators import login_required
from django.http import FileResponse, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import URLPattern, path
from django.utils import timezone
from django.views.decorators.http import require_GET

from assessment.people.models import User
from assessment.scoring.wording import kind_name
from reporting.city_pack_actions import NOTE, WORKBOOK, download_pack, read_pack
from reporting.city_pack_queries import newer_pack_of, packs_visible_to, report_in
from reporting.city_pack_view import pack_view, version_light


@login_required
@require_GET
def city_packs_page(request: HttpRequest) -> HttpResponse:
    """Newest first; a version that a correction replaced says so."""
    packs = list(packs_visible_to(cast(User, request.user), at=timezone.now()))
    newest: dict[tuple[str, str, int], int] = {}
    for pack in packs:
        key = (pack.run.period, pack.run.scheme_version.kind, pack.region_id)
        newest[key] = max(pack.version, newest.get(key, 0))
    lines = [
        (pack, kind_name(kind), version_light(pack.version, newest[pack.run.period, kind, pack.region_id]))
        for pack in packs
        for kind in [pack.run.scheme_version.kind]
    ]
    return render(request, "reporting/city_packs.html", {"lines": lines})


@login_required
@require_GET
def city_pack_page(request: HttpRequest, pack_id: int) -> HttpResponse:
    pack = read_pack(pack_id, by=cast(User, request.user), at=timezone.now())
    report = report_in(pack)
    words = {"pack": pack, "report": report, "view": pack_view(report), "newer": newer_pack_of(pack)}
    return render(request, "reporting/city_pack.html", words)


@login_required
@require_GET
def pack_workbook_page(request: HttpRequest, pack_id: int) -> FileResponse:
    return _handed_out(request, pack_id, WORKBOOK)


@login_required
@require_GET
def pack_note_page(request: HttpRequest, pack_id: int) -> FileResponse:
    return _handed_out(request, pack_id, NOTE)


def _handed_out(request: HttpRequest, pack_id: int, part: str) -> FileResponse:
    download = download_pack(pack_id, part, by=cast(User, request.user), at=timezone.now())
    return FileResponse(BytesIO(download.content), as_attachment=True, filename=download.file_name)


urlpatterns: list[URLPattern] = [
    path("city-results/", city_packs_page, name="city-packs"),
    path("city-results/<int:pack_id>/", city_pack_page, name="city-pack"),
    path("city-results/<int:pack_id>/results.xlsx", pack_workbook_page, name="city-pack-workbook"),
    path("city-results/<int:pack_id>/note.docx", pack_note_page, name="city-pack-note"),
]
