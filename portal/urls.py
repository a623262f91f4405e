from django.urls import include, path
from wagtail.admin import urls as wagtailadmin_urls
from wagtail.documents import urls as wagtaildocs_urls

from certification.urls import verify_patterns
from people.views import activate
from portal.views import coverage, health, home, media, preferences, setup
from portal.views.help import help_page

urlpatterns = [
    path("exams/", include("exams.urls")),
    path("", home.home, name="home"),
    path("coverage/", coverage.coverage, name="coverage"),
    path("coverage/export/", coverage.export, name="coverage_export"),
    path("help/", help_page, name="help"),
    path("healthz", health.healthz, name="healthz"),
    path("preferences/", preferences.preferences, name="preferences"),
    path("preferences/language/", preferences.set_language, name="preferences_language"),
    path("preferences/theme/", preferences.set_theme, name="preferences_theme"),
    path("accounts/", include("people.account_urls")),
    path("activate/", activate.activate, name="activate"),
    path("people/", include("people.urls")),
    path("assess/", include("exams.assess_urls")),
    path("certification/", include("certification.urls")),
    path("verify/", include((verify_patterns, "verify"))),
    path("setup/", setup.setup, name="setup"),
    path("setup/company/", setup.company, name="setup_company"),
    path("setup/company/mail/", setup.mail, name="setup_mail"),
    path("jobs/", setup.failed_jobs, name="jobs"),
    path("jobs/<num:pk>/retry/", setup.retry_job, name="job_retry"),
    path("notices/", include("notices.urls")),
    path("records/", include("records.urls")),
    path("learn/", include("courses.urls")),
    path("cms/", include(wagtailadmin_urls)),
    path("documents/", include(wagtaildocs_urls)),
    path("media/<path:path>", media.media, name="media"),
]

handler500 = "portal.views.errors.server_error"
