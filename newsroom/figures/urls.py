"""The addresses of the figures, under the desk's."""

from django.contrib import admin
from django.urls import path

from newsroom.figures import views

app_name = "figures"
urlpatterns = [
    path("", admin.site.admin_view(views.figures), name="figures"),
    path("granskningar.csv", admin.site.admin_view(views.review_table), name="review_table"),
    path("sidor.csv", admin.site.admin_view(views.page_table), name="page_table"),
]
