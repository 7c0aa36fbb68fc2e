"""The addresses of the site: the admin, and everything the public reads."""

from django.contrib import admin
from django.urls import include, path

urlpatterns = [
    path("admin/granskning/statistik/", include("newsroom.figures.urls")),
    path("admin/", admin.site.urls),
    path("", include("newsroom.urls")),
]

handler400 = "newsroom.views.errors.bad_request"
handler403 = "newsroom.views.errors.forbidden"
handler404 = "newsroom.views.errors.not_found"
handler500 = "newsroom.views.errors.server_error"
