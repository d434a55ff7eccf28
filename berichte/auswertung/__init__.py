"""Was eine Auswertungsseite zeigt, und was regelmäßig daraus wird: Monatsbrief und Quartalsbericht."""
