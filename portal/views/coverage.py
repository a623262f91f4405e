from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.contrib.auth.decorators import login_required, permission_required
from django.core.paginator import Paginator
from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache

from certification.domain.coverage import Cell, as_of
from certification.enums import CellState
from certification.models import Level
from core.domain import audit
from core.exports import as_download, as_xlsx
from core.templatetags.gradus import STATUSES, icon
from people.domain.queries import posted
from people.requests import SignedInRequest
from portal.domain import coverage_asked
from portal.domain.coverage import Departments, Matrix, Row, departments, levels, matrix, people
from portal.domain.coverage_asked import Asked

PER_PAGE = 50


@dataclass(frozen=True)
class Shown:
    """What was asked, and what there is of it."""

    asked: Asked
    every: Sequence[Level]
    levels: Sequence[Level]
    departments: Departments
    matrix: Matrix

    @property
    def rows(self) -> Sequence[Row]:
        """Those of the filter, in the order asked for."""
        shown = self.matrix.only(self.asked.show) if self.asked.show else self.matrix
        return shown.rows if self.asked.by_name else sorted(shown.rows, key=lambda row: row.badness)


@login_required
@permission_required("portal.view_coverage", raise_exception=True)
@never_cache
def coverage(request: SignedInRequest) -> HttpResponse:
    """People × requirements on a day."""
    shown = _shown(request)
    glyphs = {state.value: icon(STATUSES[state].glyph) for state in CellState}
    page = Paginator(shown.rows, PER_PAGE).get_page(request.GET.get("page"))
    context = {
        "shown": shown,
        "asked": shown.asked,
        "choices": list(coverage_asked.choices(shown.every)),
        "chosen": _chosen(shown),
        "figures": _figures(shown),
        "columns": _columns(shown),
        "page_obj": page,
        "lines": [{"row": row, "cells": [_drawn(cell, glyphs) for cell in row.cells]} for row in page],
        "today": timezone.localdate(),
        "as_of": as_of(timezone.now()),
    }
    return render(request, "portal/coverage.html", context)


@login_required
@permission_required("portal.view_coverage", raise_exception=True)
def export(request: SignedInRequest) -> HttpResponse:
    """The same, all pages of it, as a workbook. Who took it away is written down."""
    shown = _shown(request)
    if not shown.matrix.requirements:
        raise Http404
    scheme, rows, asked = shown.levels[0].scheme, shown.rows, shown.asked
    content = as_xlsx(_header(shown), [_cells(row) for row in rows], title=scheme.title)
    audit.record(
        by=request.user,
        verb="exported coverage",
        obj=scheme,
        people=len(rows),
        on=str(asked.on),
        department=_place(shown),
    )
    name = _("training coverage")
    return as_download(content, f"{_place(shown)}_{name}_{asked.on}.xlsx")


def _shown(request: SignedInRequest) -> Shown:
    asked = coverage_asked.read(request.GET, today=timezone.localdate())
    every = levels()
    employees = people(request.user, on=asked.on)
    chosen = asked.levels(every, employees)
    postings = posted(employees, on=asked.on)
    known = departments(postings.values())
    within = asked.within(known)
    if within is not None:
        employees = [
            one for one in employees if one.pk in postings and postings[one.pk].department_id in within
        ]
    return Shown(asked, every, chosen, known, matrix(employees, postings, chosen, on=asked.on))


def _chosen(shown: Shown) -> str:
    """The choice that is shown as chosen."""
    if len(shown.levels) == 1 and shown.levels[0].scheme.is_ladder:
        return f"{shown.levels[0].scheme.code}:{shown.levels[0].rank}"
    return shown.levels[0].scheme.code if shown.levels else ""


def _figures(shown: Shown) -> list[dict[str, Any]]:
    """Numbers that are filters; the first takes the filter away."""
    found, percent = shown.matrix, shown.matrix.percent
    return [
        {"show": "", "number": "–" if percent is None else f"{percent}%", "word": _("covered")},
        {"show": "gaps", "number": found.gaps, "word": _("gaps")},
        {"show": "overdue", "number": found.overdue, "word": _("overdue")},
        {"show": "due", "number": found.due, "word": _("due in 30 days")},
    ]


def _columns(shown: Shown) -> list[dict[str, Any]]:
    ranks = {level.pk: level.rank for level in shown.levels} if len(shown.levels) > 1 else {}
    return [
        {
            "title": requirement.title,
            "kind": requirement.get_kind_display(),
            "rank": ranks.get(requirement.rule.level_id),
        }
        for requirement in shown.matrix.requirements
    ]


def _drawn(cell: Cell, glyphs: dict[str, SafeString]) -> dict[str, Any]:
    return {"cell": cell, "glyph": glyphs[cell.state], "word": cell.word}


def _header(shown: Shown) -> list[str]:
    names = [_("Employee number"), _("Name"), _("Department"), _("Position")]
    for requirement in shown.matrix.requirements:
        names += [requirement.title, _("%(title)s: date") % {"title": requirement.title}]
    return names


def _cells(row: Row) -> list[Any]:
    posting = row.posting
    cells: list[Any] = [row.employee.number, row.employee.name]
    cells += [str(posting.department), str(posting.position or "")] if posting else ["", ""]
    for cell in row.cells:
        cells += [cell.word, cell.on]
    return cells


def _place(shown: Shown) -> str:
    """The department in the name of a file, without those above it; else the company."""
    chosen = shown.departments.paths.get(shown.asked.department or 0, settings.GRADUS_COMPANY)
    return chosen.rpartition(" / ")[2]
