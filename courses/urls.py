from django.urls import path

from courses.views import completions, courses, lessons

app_name = "courses"
urlpatterns = [
    path("", courses.courses, name="courses"),
    path("completions/<num:pk>/", completions.completion, name="completion"),
    path("completions/<num:pk>/lessons/<num:version>/", completions.lesson, name="completion_lesson"),
    path("<slug:code>/", courses.course, name="course"),
    path("<slug:code>/<str:slug>/", lessons.lesson, name="lesson"),
    path("<slug:code>/<str:slug>/place/", lessons.place, name="place"),
    path("<slug:code>/<str:slug>/checks/<str:block>/", lessons.check, name="check"),
    path("<slug:code>/<str:slug>/done/", lessons.done, name="done"),
]
