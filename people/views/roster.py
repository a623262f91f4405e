from django.core.paginator import Paginator
from django.db.models import QuerySet
from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone

from people.domain import queries
from people.forms import PeopleFilter
from people.models import Employee, User
from people.requests import SignedInRequest
from people.views.access import needs

PAGE = 50


@needs("people.view_roster")
def people(request: SignedInRequest) -> HttpResponse:
    """Everybody whom one may see, found by name, number or department."""
    today = timezone.localdate()
    form = PeopleFilter(request.GET)
    page = Paginator(found(request.user, form), PAGE).get_page(request.GET.get("page"))
    posted = queries.posted(page.object_list, on=today)
    rows = [(person, posted.get(person.pk)) for person in page.object_list]
    narrowed = any(form.values.values())
    context = {
        "filter": form,
        "page_obj": page,
        "rows": rows,
        "narrowed": narrowed,
        "today": today,
        "may_import": request.user.has_perm("people.import_people"),
        "may_print": request.user.has_perm("people.print_slip"),
    }
    return render(request, "people/people.html", context)


def found(user: User, form: PeopleFilter) -> QuerySet[Employee]:
    today, asked = timezone.localdate(), form.values
    people: QuerySet[Employee] = Employee.objects.visible_to(user, on=today).matching(asked.get("q", ""))
    if department := asked.get("department"):
        people = queries.in_department(people, department, on=today)
    match asked.get("state"):
        case PeopleFilter.LEFT:
            return people.filter(left_on__lt=today)
        case PeopleFilter.ALL:
            return people
    return people.exclude(left_on__lt=today)
