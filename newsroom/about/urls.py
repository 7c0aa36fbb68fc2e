"""The addresses of the three pages, each with a twin below /en/ (see config.urls)."""

from django.urls import path

from newsroom.about import views

translated = [
    path("om/", views.about, name="about"),
    path("personuppgifter/", views.privacy, name="privacy"),
    path("tillganglighet/", views.accessibility_statement, name="accessibility_statement"),
]
