from django.urls import path

from notices.views import notices

app_name = "notices"

urlpatterns = [
    path("", notices.index, name="notices"),
    path("read/", notices.read_all, name="read_all"),
    path("<num:pk>/", notices.opened, name="notice"),
]
