"""Messungen: was ein Dashboard, ein Bericht und die Anwendung unter Last kosten."""
