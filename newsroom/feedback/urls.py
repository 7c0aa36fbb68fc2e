"""Where readers answer. The page of a department has a twin below /en/ (see config.urls)."""

from django.urls import path

import newsroom.urls  # noqa: F401  # registers the converter of years
from newsroom.feedback import views

urlpatterns = [
    path("pressmeddelanden/<yyyy:year>/<slug:slug>/svara/", views.answer_release, name="answer_release"),
]
translated = [
    path("forvaltningar/<slug:slug>/svara/", views.answer_department, name="answer_department"),
]
