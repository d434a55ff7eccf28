"""Adressen dieser App."""

app_name = "beratung"
urlpatterns = []
