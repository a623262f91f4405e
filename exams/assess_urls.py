from django.urls import path

from exams.views.assess import home, mine, plans, results, sheets, submissions

app_name = "assess"

urlpatterns = [
    path("", home.home, name="home"),
    path("begin/<str:number>/", home.begin, name="begin"),
    path("plan/", plans.plan, name="plan"),
    path("mine/", mine.mine, name="mine"),
    path("<int:pk>/", sheets.sheet, name="sheet"),
    path("<int:pk>/card/", mine.card, name="card"),
    path("<int:pk>/start/", sheets.start, name="start"),
    path("<int:pk>/scores/<slug:criterion>/", sheets.score, name="score"),
    path("<int:pk>/submit/", submissions.submit, name="submit"),
    path("<int:pk>/call-off/", sheets.call_off, name="call_off"),
    path("<int:pk>/result/", results.result, name="result"),
    path("<int:pk>/reverse/", results.reverse, name="reverse"),
]
