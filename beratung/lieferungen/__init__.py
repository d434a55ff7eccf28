"""Eine geprüfte Lieferung gilt oder nicht: vergleichen, übernehmen, zurücknehmen, nachzählen."""
