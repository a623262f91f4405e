from django.urls import path

from certification.views import awards, certificates, mine, verify

app_name = "certification"

urlpatterns = [
    path("", mine.mine, name="mine"),
    path("people/<str:number>/", mine.person, name="person"),
    path("awards/", awards.awards, name="awards"),
    path("awards/<num:pk>/", awards.award, name="award"),
    path("awards/<num:pk>/revoke/", awards.revoke, name="revoke"),
    path("awards/<num:pk>/keep/", awards.uphold, name="uphold"),
    path("certificates/<str:number>.pdf", certificates.pdf, name="certificate_pdf"),
    path("certificates/<str:number>/retry/", awards.retry, name="certificate_retry"),
]

# Included under the namespace `verify`: open to everybody.
verify_patterns = [
    path("", verify.lookup, name="lookup"),
    path("<str:token>/", verify.certificate, name="certificate"),
]
