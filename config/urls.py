"""The addresses of the site: the admin, and everything the public reads."""

from django.conf.urls.i18n import i18n_patterns
from django.contrib import admin
from django.urls import include, path

from newsroom.about.urls import translated as about
from newsroom.feedback.urls import translated as feedback
from newsroom.search.urls import translated as search
from newsroom.urls import translated

urlpatterns = [
    path("admin/granskning/statistik/", include("newsroom.figures.urls")),
    path("admin/", admin.site.urls),
    path("", include("newsroom.urls")),
    path("", include("newsroom.feedback.urls")),
    # Pages with a twin below /en/. A satellite names its own `translated` in its urls, and they are added here, flat.
    *i18n_patterns(*translated, *about, *search, *feedback, prefix_default_language=False),
]

handler400 = "newsroom.views.errors.bad_request"
handler403 = "newsroom.views.errors.forbidden"
handler404 = "newsroom.views.errors.not_found"
handler500 = "newsroom.views.errors.server_error"
