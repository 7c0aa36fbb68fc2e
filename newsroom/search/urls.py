"""The addresses of the search, each with a twin below /en/ (see config.urls)."""

from django.urls import path

from newsroom.search import views

translated = [
    path("sok/", views.search, name="search"),
    path("sok/forslag/", views.suggestions, name="search_suggestions"),
]
