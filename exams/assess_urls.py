from django.urls import path

from exams.views.assess import home, mine, plans, results, sheets, submissions

app_name = "assess"

urlpatterns = [
    path("", home.home, name="home"),
    path("begin/<str:number>/", home.begin, name="begin"),
    path("plan/", plans.plan, name="plan"),
    path("mine/", mine.mine, name="mine"),
    path("<num:pk>/", sheets.sheet, name="sheet"),
    path("<num:pk>/card/", mine.card, name="card"),
    path("<num:pk>/start/", sheets.start, name="start"),
    path("<num:pk>/scores/<slug:criterion>/", sheets.score, name="score"),
    path("<num:pk>/submit/", submissions.submit, name="submit"),
    path("<num:pk>/call-off/", sheets.call_off, name="call_off"),
    path("<num:pk>/result/", results.result, name="result"),
    path("<num:pk>/reverse/", results.reverse, name="reverse"),
]
