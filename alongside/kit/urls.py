"""Addresses of the floor: the book of components."""

from django.urls import path

from alongside.kit import views

urlpatterns = [
    path("components/", views.components, name="components"),
]
