from django.urls import path

from records.views import file

app_name = "records"

urlpatterns = [
    path("", file.own, name="own"),
    path("<str:number>.pdf", file.pdf, name="pdf"),
    path("<str:number>/", file.file, name="file"),
]
