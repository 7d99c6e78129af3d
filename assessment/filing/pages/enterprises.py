"""企业名录: how far each enterprise is, totals against the city's return, comparable base, links, acceptance."""

import csv
import io
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import cast

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import URLPattern, path, reverse
from django.utils import timezone
from django.utils.translation import gettext, ngettext
from django.views.decorators.http import require_GET, require_POST

from assessment.catalogue.models import Collection
from assessment.directory import actions as directory
from assessment.directory.link_actions import Issued
from assessment.directory.queries import enterprise_collections, list_regions
from assessment.display.pages import carry_out
from assessment.display.wording import say
from assessment.filing import actions
from assessment.filing.enterprise_list_view import list_view, waiting_rows
from assessment.filing.enterprise_rows import row_lines
from assessment.filing.enterprise_totals_view import base_table, totals_table
from assessment.methodology.errors import AssessmentError
from assessment.methodology.periods import Period
from assessment.people.errors import NotFound
from assessment.people.models import User
from assessment.people.permissions import Action
from assessment.people.queries import actions_open_to, reach_of
from assessment.territory.models import Region

VIEWS = ("list", "totals", "base")


@dataclass(frozen=True)
class Chosen:
    """Which list is looked at: a region and, where one is open, a collection."""

    regions: list[Region]
    region: Region
    collections: list[Collection]
    collection: Collection | None

    @property
    def address(self) -> str:
        period = self.collection.period if self.collection else ""
        return f"{reverse('filing:enterprises')}?region={self.region.code}&period={period}"


@login_required
@require_GET
def list_page(request: HttpRequest) -> HttpResponse:
    """One region and one period: progress of each row, or totals, or the comparable base."""
    user, at = _user(request), timezone.now()
    chosen = _chosen(request.GET.get("region", ""), request.GET.get("period", ""), by=user, at=at)
    view = request.GET.get("view", "list")
    words = {
        "chosen": chosen,
        "view": view if view in VIEWS else "list",
        "allowed": actions_open_to(user, at=at, region=chosen.region),
    }
    if chosen.collection is not None:
        words |= _view_words(view, chosen.collection, chosen.region, by=user, at=at)
    return render(request, "filing/enterprises.html", words)


@login_required
@require_POST
def issue_page(request: HttpRequest) -> HttpResponse:
    """A link for one enterprise, shown this once."""
    user, at = _user(request), timezone.now()
    chosen = _chosen(request.POST.get("region", ""), request.POST.get("period", ""), by=user, at=at)
    try:
        issued = directory.issue_link(request.POST.get("code", ""), _number(request), by=user, at=at)
    except AssessmentError as error:
        if error.status in {403, 404}:
            raise
        messages.error(request, say(error))
        return HttpResponseRedirect(chosen.address)
    words = {"issued": issued, "address": _address(request, issued.token), "chosen": chosen}
    return render(request, "filing/enterprise_link.html", words)


@login_required
@require_POST
def issue_all_page(request: HttpRequest) -> HttpResponse:
    """Links for all who hold none, as a CSV for mailing: the only copy there is."""
    user, at = _user(request), timezone.now()
    chosen = _chosen(request.POST.get("region", ""), request.POST.get("period", ""), by=user, at=at)
    try:
        issued = directory.issue_links(chosen.region.code, _number(request), by=user, at=at)
    except AssessmentError as error:
        if error.status in {403, 404}:
            raise
        messages.error(request, say(error))
        return HttpResponseRedirect(chosen.address)
    if not issued:
        messages.info(request, gettext("Every enterprise of the list holds a link already."))
        return HttpResponseRedirect(chosen.address)
    return _links_file(request, issued)


@login_required
@require_POST
def revoke_page(request: HttpRequest, link_id: int) -> HttpResponse:
    user, at = _user(request), timezone.now()
    chosen = _chosen(request.POST.get("region", ""), request.POST.get("period", ""), by=user, at=at)
    return carry_out(
        request,
        lambda: directory.revoke_link(link_id, by=user, at=at),
        done=gettext("The link is taken back; a session it opened ends at once."),
        back=chosen.address,
    )


@login_required
@require_POST
def accept_page(request: HttpRequest) -> HttpResponse:
    """The bureau accepts every row of a list that was filed; what is refused stays with its reason."""
    user, at = _user(request), timezone.now()
    chosen = _chosen(request.POST.get("region", ""), request.POST.get("period", ""), by=user, at=at)
    if chosen.collection is None:
        raise NotFound
    rows = waiting_rows(row_lines(chosen.collection, chosen.region, by=user, at=at))
    done = actions.accept_rows(rows, by=user, at=at)
    count = len(done.accepted)
    messages.success(request, ngettext("{count} row accepted.", "{count} rows accepted.", count).format(count=count))
    for _, refusal in done.left[:3]:
        messages.error(request, say(refusal))
    return HttpResponseRedirect(chosen.address)


def _view_words(view: str, collection: Collection, region: Region, *, by: User, at: datetime) -> dict[str, object]:
    period = Period.parse(collection.period)
    if view == "totals":
        return {"table": totals_table(region, period)}
    if view != "base":
        return {"list": list_view(row_lines(collection, region, by=by, at=at), at=at)}
    try:
        whole = reach_of(by, Action.ENTERPRISE_VIEW, at=at).provincial
        return {"base": base_table(region, period, with_amounts=whole)}
    except AssessmentError as error:
        return {"trouble": say(error)}


def _chosen(region_code: str, period: str, *, by: User, at: datetime) -> Chosen:
    """The named region and period, else the first of each; `NotFound` for a region beyond the wall."""
    regions = list_regions(by, at=at)
    named = [one for one in regions if one.code == region_code or not region_code]
    if not named:
        raise NotFound
    collections = enterprise_collections()
    of_period = [one for one in collections if one.period == period] or collections
    return Chosen(regions, named[0], collections, of_period[0] if of_period else None)


def _links_file(request: HttpRequest, issued: Iterable[Issued]) -> HttpResponse:
    text = io.StringIO()
    writer = csv.writer(text)
    writer.writerow(["统一社会信用代码", "企业名称", "一次性链接", "有效至"])
    for one in issued:
        until = timezone.localtime(one.link.expires_at).strftime("%Y-%m-%d %H:%M")
        enterprise = one.link.enterprise
        writer.writerow([enterprise.code, _harmless(enterprise.name_zh), _address(request, one.token), until])
    response = HttpResponse("\ufeff" + text.getvalue(), content_type="text/csv; charset=utf-8")
    response["Content-Disposition"] = 'attachment; filename="links.csv"'
    return response


def _harmless(text: str) -> str:
    """A spreadsheet must not take a name for a formula."""
    return f"'{text}" if text[:1] in {"=", "+", "-", "@", "\t", "\r"} else text


def _address(request: HttpRequest, token: str) -> str:
    return request.build_absolute_uri(f"{reverse('directory:door')}#{token}")


def _number(request: HttpRequest) -> int:
    text = request.POST.get("collection", "")
    return int(text) if text.isdecimal() else 0


def _user(request: HttpRequest) -> User:
    return cast(User, request.user)


urlpatterns: list[URLPattern] = [
    path("enterprises/", list_page, name="enterprises"),
    path("enterprises/links/", issue_page, name="enterprise-link"),
    path("enterprises/links/all/", issue_all_page, name="enterprise-links"),
    path("enterprises/links/<int:link_id>/revoke/", revoke_page, name="enterprise-link-revoke"),
    path("enterprises/accept/", accept_page, name="enterprises-accept"),
]
