"""The addresses the public reads. Swedish paths, because people read them; English names."""

from django.urls import path, re_path, register_converter

from newsroom.views import departments, links, releases, reviewers, site


class YearConverter:
    """A year with four digits, within the centuries a newsroom can have."""

    regex = "(?:19|20|21)[0-9]{2}"

    def to_python(self, value: str) -> int:
        """Return the year as a number."""
        return int(value)

    def to_url(self, value: int) -> str:
        """Return the year as four digits."""
        return f"{value:04d}"


register_converter(YearConverter, "yyyy")

urlpatterns = [
    path("", releases.start, name="start"),
    path("pressmeddelanden/", releases.release_list, name="release_list"),
    path("pressmeddelanden/<yyyy:year>/", releases.release_year, name="release_year"),
    path("pressmeddelanden/<yyyy:year>/<slug:slug>/", releases.release_detail, name="release_detail"),
    path(
        "pressmeddelanden/<yyyy:year>/<slug:slug>/version/<int:number>/",
        releases.version_detail,
        name="version_detail",
    ),
    path("pressmeddelanden/<yyyy:year>/<slug:slug>/granska/", reviewers.to_review, name="review_of_release"),
    path(
        "pressmeddelanden/<yyyy:year>/<slug:slug>/version/<int:number>/granska/",
        reviewers.to_review,
        name="review_of_version",
    ),
    path("forvaltningar/<slug:slug>/granska/", reviewers.to_review, name="review_of_department"),
    path("kontakter/granska/", reviewers.to_review, name="review_of_contacts"),
    path("forvaltningar/", departments.department_list, name="department_list"),
    path("forvaltningar/<slug:slug>/", departments.department_detail, name="department_detail"),
    path("kontakter/", departments.contact_list, name="contact_list"),
    re_path(r"^forhandslank/(?P<token>[A-Za-z0-9_-]{43})/$", links.preview_link, name="preview_link"),
    path("healthz", site.healthz, name="healthz"),
    path("robots.txt", site.robots, name="robots"),
    path("tema.css", site.theme, name="theme"),
]
