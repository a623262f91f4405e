from django.urls import path

from people.views import person, roster, roster_import, slips

app_name = "people"
urlpatterns = [
    path("", roster.people, name="people"),
    path("import/", roster_import.upload, name="import"),
    path("import/<num:pk>/", roster_import.checked, name="import_checked"),
    path("import/<num:pk>/apply/", roster_import.apply, name="import_apply"),
    path("slips/", slips.department, name="slips"),
    path("<str:number>/", person.person, name="employee"),
    path("<str:number>/roles/", person.roles, name="roles"),
    path("<str:number>/slip/", slips.one, name="slip"),
]
