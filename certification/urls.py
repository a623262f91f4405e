from django.urls import path

from certification.views import awards, mine

app_name = "certification"

urlpatterns = [
    path("", mine.mine, name="mine"),
    path("people/<str:number>/", mine.person, name="person"),
    path("awards/<int:pk>/", awards.award, name="award"),
]
