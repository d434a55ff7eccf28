"""Adressen dieser App."""

app_name = "massnahmen"
urlpatterns = []
