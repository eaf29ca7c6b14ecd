"""Addresses of the floor: how a page is read, and the book of components."""

from django.urls import path

from alongside.kit import views

urlpatterns = [
    path("reading", views.reading, name="reading"),
    path("components", views.components, name="components"),
]
